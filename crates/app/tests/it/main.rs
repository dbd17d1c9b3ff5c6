//! Whole rounds over the use cases, without a screen and without PDFs.

mod panel;
mod support;
mod visit;
