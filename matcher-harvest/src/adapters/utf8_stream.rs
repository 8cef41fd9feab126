//! Bytes read piece by piece as UTF-8, whatever is damaged in them replaced, and no piece too large.
//!
//! Knows nothing of what the text means.

use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_8};

/// Bytes taken from the source at once.
const CHUNK_BYTES: usize = 16 * 1024;

/// A reader that gives nothing but UTF-8.
pub(super) struct Utf8Stream<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Decoded and not yet handed over.
    ready: Vec<u8>,
    given: usize,
    is_done: bool,
    /// Most bytes between two calls of [`Self::begin_piece`].
    limit: usize,
    left: usize,
}

impl<R: Read> Utf8Stream<R> {
    pub(super) fn new(source: R, limit: usize) -> Self {
        Self {
            source,
            decoder: UTF_8.new_decoder(),
            raw: vec![0; CHUNK_BYTES],
            ready: Vec::new(),
            given: 0,
            is_done: false,
            limit,
            left: limit,
        }
    }

    /// What is read from here on is another piece.
    pub(super) const fn begin_piece(&mut self) {
        self.left = self.limit;
    }

    fn refill(&mut self) -> io::Result<()> {
        while self.given == self.ready.len() && !self.is_done {
            let read = self.source.read(&mut self.raw)?;
            self.is_done = read == 0;
            let mut text =
                String::with_capacity(self.decoder.max_utf8_buffer_length(read).unwrap_or(read * 3 + 16));
            let _ = self.decoder.decode_to_string(&self.raw[..read], &mut text, self.is_done);
            self.ready = text.into_bytes();
            self.given = 0;
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf8Stream<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let count = out.len().min(self.ready.len() - self.given);
        let Some(left) = self.left.checked_sub(count) else {
            return Err(io::Error::other(format!("a piece of more than {} bytes", self.limit)));
        };
        self.left = left;
        out[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives one byte at a time, so that letters fall apart.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            self.0 = rest;
            out[0] = *first;
            Ok(1)
        }
    }

    #[test]
    fn letters_that_fall_apart_come_whole_and_damage_is_replaced() {
        let mut text = String::new();
        let bytes: Vec<u8> = "añada ✓ ".bytes().chain(*b"\xf1 fin").collect();
        Utf8Stream::new(Drops(&bytes), 100).read_to_string(&mut text).expect("text");
        assert_eq!(text, "añada ✓ \u{fffd} fin");
    }

    #[test]
    fn a_piece_without_end_is_refused_and_many_small_ones_are_not() {
        let mut text = Vec::new();
        let mut stream = Utf8Stream::new(&[b'x'; 100][..], 60);
        assert!(stream.read_to_end(&mut text).is_err());
        let mut stream = Utf8Stream::new(&[b'x'; 100][..], 60);
        let mut part = [0; 50];
        stream.read_exact(&mut part).expect("the first half");
        stream.begin_piece();
        stream.read_exact(&mut part).expect("the second half");
    }
}
