//! Integration tests of the format crate. Fixtures in `world`; deliberate faults in `faults`.

mod cctv;
mod faults;
mod mutate;
mod rounds;
mod sharing;
mod stock;
mod support;
mod vectors;
mod verifier;
mod world;
mod zipdiff;
