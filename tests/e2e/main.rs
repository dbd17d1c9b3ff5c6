//! Whole rounds through the use cases, and bad input at every door.
//!
//! Owns what is refused and what stays as it was; how formats and stores refuse on their own is
//! shown in their crates.
//!
//! Which fault is shown where (`format` is `crates/format/tests/it`, `store` is
//! `crates/store/tests/it`, the rest lies here):
//!
//! | Fault | Shown by |
//! |---|---|
//! | every bit flipped, every byte gone, doubled or inserted, every length cut | `format` `mutate::no_damage_to_a_*` |
//! | any one byte of any file changed | `format` `arbitrary::one_byte_changed_is_refused_or_means_nothing` |
//! | every field of every document changed and signed again | `format` `mutate::every_field_of_every_document_is_read_strictly`, `a_changed_manifest_never_fits_the_file_it_was_made_for` |
//! | header bytes changed before signing; each check of the reader tripped, refusals counted per reason, none zero | `format` `faults::no_check_of_the_reader_is_idle` |
//! | ambiguous archives grafted onto packages | `format` `zipdiff`; `grafts`, counted by code |
//! | foreign age files | `format` `cctv`; `ages`, counted by code |
//! | bytes nobody made with care, sizes a header only claims | `format` `arbitrary` |
//! | swaps of packages, tickets, rounds, committees, signers | `swaps`, `format` `faults` |
//! | replay of older packages, tickets and bundles; clocks; expiry | `replay`, `merge` |
//! | repeated, corrupt, mixed and too few shares | `committee`, `format` `sharing` |
//! | lineages, gaps, equivocation, any order of arrival | `merge`, and `core::merge` over its laws |
//! | an application that was not assigned, with stock `age` | `outsider`, `format` `stock` |
//! | recused: neither identity nor canary on disk | `destroyed` (`the_search_finds_a_canary_in_each_of_its_forms` first) |
//! | canaries in stores, in UTF-8, UTF-16LE and GB 18030 | `store` `traces` |
//! | volumes missing, mixed, shuffled, cut | `volumes`, `format` `rounds` |
//! | imports that break off, objects damaged, copies put back, full disks | `damage`, `full_disk`; kills in the target `faults` |
//! | hostile texts in names, comments, opinions and in what is given out | `texts`, `outputs` |
//! | long names and rare characters | `names` |
//! | hostile PDFs | `pdfs` |
//! | two readers, one content, on changed inputs | `format` `verifier` |
//! | files of released versions | `format` `vectors` (no version has been released yet) |

#![forbid(unsafe_code)]

mod ages;
mod citations;
mod committee;
mod consent;
mod damage;
mod destroyed;
mod full_disk;
mod grafts;
mod merge;
mod names;
mod outputs;
mod outsider;
mod path;
mod pdfs;
mod replay;
mod swaps;
mod texts;
mod volumes;
mod window;

use hengping_app::error::{Error, Refused};
use hengping_format::Reason;

/// The reason for which a file from outside was refused.
fn reason<T>(result: Result<T, Error>) -> Reason {
    match result {
        Err(Error::Format(refusal)) => refusal.reason,
        Err(other) => panic!("refused as {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

/// The rule that stood against something.
fn rule<T>(result: Result<T, Error>) -> Refused {
    match result {
        Err(Error::Refused(refused)) => refused,
        Err(other) => panic!("refused as {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}
