//! The half of `cargo xtask bench` that has to call the project's libraries: it makes inputs and
//! times what has no command of its own. Prints JSON.
//!
//! Trap: not part of xtask, so that `cargo xtask` compiles in seconds; and it is its own render
//! worker, so the first thing it does is ask whether it was started as one.

#![forbid(unsafe_code)]

mod bundles;
mod pages;
mod statistics;
mod table;

use anyhow::{Context, Result, bail};
use std::io::Write;

const USAGE: &str = "\
probe table SCHEME DIR MARKS   a table of marks
probe pages PDF DPI            seconds to draw each page through a worker
probe search PDF WORDS         seconds to search a document, first and again
probe bundles COUNT            seconds to verify and merge, against bare decryption
probe statistics SCHEME MARKS  seconds for statistics of streamed marks and of a round";

fn main() -> Result<()> {
    hengping_render::worker_main_if_requested();
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<u32>().context("a number is wanted");
    let answer = match words.as_slice() {
        ["table", scheme, into, marks] => {
            table::write(scheme.as_ref(), into.as_ref(), number(marks)? as usize)?
        }
        ["pages", pdf, dpi] => pages::draw(pdf.as_ref(), number(dpi)?)?,
        ["search", pdf, needle] => pages::search(pdf.as_ref(), needle)?,
        ["bundles", count] => bundles::merge(number(count)?)?,
        ["statistics", scheme, marks] => statistics::run(scheme.as_ref(), number(marks)?)?,
        _ => bail!(USAGE),
    };
    writeln!(std::io::stdout(), "{answer}")?;
    Ok(())
}
