//! The tables, one file each: migrations, rows, read handle, write handle.
//!
//! Reading and writing are different types: a read handle cannot write, and a write handle exists
//! only within an action that will be logged.

pub mod applications;
pub mod citations;
pub mod conflicts;
pub mod handins;
pub mod identity;
pub mod log;
pub mod marks;
pub mod meta;
pub mod opinions;
pub mod packages;
pub mod pages;
pub mod proposals;
pub mod seals;
pub mod tickets;
pub mod visits;
