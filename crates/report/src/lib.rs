//! Papers: plain values in, bytes of XLSX, PDF and DOCX out.
//!
//! Owns how papers look and how they are written. Does not read stores, clocks or folders, and makes
//! no sentences: words come from the caller's catalogue. Trap: the same input must give the same
//! bytes, so nothing here asks for the time, and every collection has an order.

#![forbid(unsafe_code)]

pub mod derivation;
pub mod docx;
pub mod paper;
pub mod press;
pub mod workbook;
