//! Integration tests of the format crate. Fixtures in `world`; deliberate faults in `faults`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "the crate touches no files and starts nothing; its tests read vectors, run stock \
              tools and say aloud what they skip"
)]

mod arbitrary;
mod cctv;
mod changed;
mod faults;
mod mutate;
mod properties;
mod rounds;
mod sharing;
mod stock;
mod support;
mod vectors;
mod verifier;
mod world;
mod zipdiff;
