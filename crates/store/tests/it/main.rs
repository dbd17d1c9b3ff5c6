//! Stores on a disk: what survives, what is refused, what leaves no trace.

mod backup;
mod evidence;
mod kills;
mod opening;
mod panel;
mod private;
mod recusal;
mod search;
mod support;
mod traces;
mod writing;
