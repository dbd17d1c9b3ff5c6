//! What each command does: from a wire request through a use case to a wire answer.
//!
//! Owns translation only; a rule found here belongs into `hengping-core` or a use case.

pub(super) mod citations;
pub(super) mod desk;
pub(super) mod document;
pub(super) mod hand_in;
pub(super) mod office;
pub(super) mod opinion;
pub(super) mod panel;
pub(super) mod round;
pub(super) mod search;
pub(super) mod settings;
pub(super) mod start;
pub(super) mod tables;
mod text;
pub(super) mod visit;
