//! Writes the materials of the sample round: what an office would receive from four units.
//!
//! Owns the way from the inputs in `review-packages/sample` to a folder of materials. Knows
//! nothing of packages, marks or the scheme. Trap: everything here must give the same bytes in
//! every run, so no clock, no randomness and no order of a hash map may reach a file.
#![forbid(unsafe_code)]

pub mod folder;
pub mod foreign;
pub mod inputs;
pub mod press;
pub mod scan;
pub mod text;

pub use folder::{Written, write_enterprise, write_round};
pub use inputs::Inputs;
pub use press::Press;
