//! The tables, one file each: migrations, rows, read handle, write handle.
//!
//! Reading and writing are different types: a read handle cannot write, and a write handle exists
//! only within an action that will be logged.

pub mod applications;
pub mod arrivals;
pub mod changes;
pub mod citations;
pub mod conflicts;
pub mod decisions;
pub mod documents;
pub mod drafts;
pub mod draws;
pub mod handins;
pub mod identity;
pub mod intake;
pub mod log;
pub mod marks;
pub mod meta;
pub mod notes;
pub mod openings;
pub mod opinions;
pub mod packages;
pub mod packed;
pub mod pages;
pub mod photos;
pub mod phrases;
pub mod places;
pub mod proposals;
pub mod register;
pub mod roster;
pub mod round_notices;
pub mod rounds;
pub mod seals;
pub mod secrets;
pub mod seen;
pub mod shapes;
pub mod tickets;
pub mod unreadable;
pub mod visits;
