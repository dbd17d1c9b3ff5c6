//! Whole rounds over the use cases, without a screen and without PDFs.

mod changes;
mod panel;
mod support;
mod visit;
