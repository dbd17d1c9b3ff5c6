//! What the crate writes, read back by programs it does not know: a formula engine and a reader of
//! tables, and for pages Poppler.

#![forbid(unsafe_code)]

mod case;
mod documents;
mod pages;
mod pictures;
mod workbook;
