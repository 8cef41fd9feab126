//! The store's contract: every public statement, on both engines.
//!
//! A case is an `async fn(&Fixture)`; naming it in the list below makes it a test of SQLite and one of
//! PostgreSQL. PostgreSQL runs where `MATCHER_TEST_POSTGRES_URL` names a server on which databases may be
//! created (`tests/postgres start` gives one); without it those cases say that they were skipped, and with
//! `MATCHER_REQUIRE_POSTGRES=1` they fail instead.

#![expect(clippy::print_stderr, reason = "a skipped case says so")]
#![expect(clippy::print_stdout, reason = "the writer to be killed reports how far it came")]

mod absences;
mod backups;
mod changes;
mod crash;
mod duplicates;
mod edits;
mod fixture;
mod judgements;
mod lists;
mod opening;
mod postgres_server;
mod runs;
mod sample;
mod sources;
mod sqlite_files;
mod upserts;

use fixture::{Engine, run};

macro_rules! cases {
    ($($module:ident: $($case:ident)+;)+) => {
        mod sqlite {
            $(mod $module { $(
                #[test]
                fn $case() {
                    crate::run(crate::Engine::Sqlite, crate::$module::$case);
                }
            )+ })+
        }
        mod postgres {
            $(mod $module { $(
                #[test]
                fn $case() {
                    crate::run(crate::Engine::Postgres, crate::$module::$case);
                }
            )+ })+
        }
    };
}

cases! {
    opening: opens_twice_and_keeps_what_was_written two_processes_may_open_at_once refuses_a_newer_schema
        closing_ends_it;
    upserts: stores_and_finds_a_record says_the_same_and_writes_nothing keeps_the_moment_of_values_that_stay
        keeps_the_quoted_sentence editorial_values_survive_a_harvest a_duplicate_in_one_call_is_named
        one_bad_draft_stores_none many_are_kept_batch_by_batch expects_a_revision a_dry_run_writes_nothing
        restores_what_its_source_withdrew leaves_withdrawn_what_staff_withdrew many_at_once
        kinds_do_not_mix odd_text_comes_back_as_it_went_in a_record_too_large_is_refused;
    edits: lays_values_over_and_takes_them_back merges_objects refuses_unknown_fields_and_bad_values
        expects_a_revision changes_nothing_without_a_change withdraws_once staff_confirm_a_withdrawal
        missing_records_are_not_found;
    lists: pages_to_the_end pages_stay_whole_while_others_write filters_by_each_facet filters_add_up
        filters_by_closing_day shows_withdrawn_on_request facets_follow_edits refuses_strange_cursors_and_limits
        counts_what_stands finds_many_in_the_order_asked;
    changes: logs_every_write positions_have_no_gaps_under_concurrent_writers a_follower_misses_nothing
        batches_hold_each_record_once;
    runs: begin_and_finish pages_latest_first a_run_cut_off_stays_open
        old_runs_keep_their_counts_and_drop_their_problems;
    absences: vanishes_after_the_misses_allowed_and_comes_back a_run_without_a_listing_misses_nothing
        only_offers_of_the_source_are_missed what_staff_said_outlives_a_disappearance
        upserts_name_the_fields_that_differ;
    sources: descriptions_are_replaced_and_freshness_stays statuses_hold_the_last_run_and_what_stands;
    backups: round_trip_keeps_everything goes_from_engine_to_engine only_into_an_empty_store
        refuses_damage_and_restores_nothing is_never_written_over;
    crash: killed_in_the_middle_of_writing;
    duplicates: finds_once_what_two_sources_tell shows_what_can_be_taken_up a_hidden_record_that_changes_is_heard_of
        killed_while_looking_for_them two_may_follow_at_once looking_may_stop_and_go_on a_choice_that_has_grown_old_is_made_anew
        other_rules_compare_everything_again;
    judgements: a_split_outlives_harvest_and_restoration a_merge_holds_until_taken_back what_contradicts_is_refused
        bad_judgements_are_named;
}

/// Fails where PostgreSQL is required and cannot be used; the cases themselves then fail too.
#[test]
fn postgres_ran() {
    run(Engine::Postgres, upserts::stores_and_finds_a_record);
}

/// Not a test by itself: what the crash case starts and kills.
#[test]
fn writer_to_be_killed() {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(crash::write_until_killed());
}

/// Not a test by itself: what the crash case of duplicates starts and kills.
#[test]
fn follower_to_be_killed() {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(duplicates::follow_until_killed());
}
