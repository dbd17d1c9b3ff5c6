//! The office: one file for each screen.

pub(in crate::desktop) mod board;
mod faults;
pub(in crate::desktop) mod home;
pub(in crate::desktop) mod materials;
pub(in crate::desktop) mod packing;
pub(in crate::desktop) mod panel;
pub(in crate::desktop) mod roster;
pub(in crate::desktop) mod scheme;
