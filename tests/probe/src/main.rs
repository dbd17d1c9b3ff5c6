//! The half of `cargo xtask bench` that has to call the project's libraries: it makes inputs and
//! times what has no command of its own. Prints JSON.
//!
//! Trap: not part of xtask, so that `cargo xtask` compiles in seconds.

#![forbid(unsafe_code)]

mod table;

use anyhow::{Context, Result, bail};
use std::io::Write;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let answer = match words.as_slice() {
        ["table", scheme, into, marks] => {
            let marks = marks.parse().context("how many marks is a number")?;
            table::write(scheme.as_ref(), into.as_ref(), marks)?
        }
        _ => bail!("probe table SCHEME DIR MARKS"),
    };
    writeln!(std::io::stdout(), "{answer}")?;
    Ok(())
}
