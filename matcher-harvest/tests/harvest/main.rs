//! The harvest from outside: samples, real payloads, hostile payloads, a misbehaving server, the store, the command.

mod command;
mod corpus;
mod corpus_mapped;
mod crash;
mod crawling;
mod formats;
mod fuzz;
mod hostile;
mod hostile_formats;
mod http;
mod labelled;
mod manners;
mod pipeline;
mod rounds;
mod samples;
mod support;
mod unnamed;
mod unread;
