//! Passphrases: from a file, a descriptor or a prompt, never from an argument, and no prompt
//! where there is no terminal.

use std::fs::File;
use std::io::{IsTerminal, Read};
use std::path::Path;

use hengping_app::error::{Error, Refused};
use zeroize::Zeroizing;

use crate::args::Global;

/// Longest passphrase that is read, in bytes.
const MAX_BYTES: u64 = 4096;

/// The passphrase of the store that `global` names; at a prompt `again` asks a second time.
pub(crate) fn passphrase(
    global: &Global,
    ask: &str,
    again: Option<&str>,
) -> Result<Zeroizing<String>, Error> {
    if let Some(path) = &global.passphrase_file {
        return from_file(path);
    }
    if let Some(descriptor) = global.passphrase_fd {
        return from_descriptor(descriptor);
    }
    if !std::io::stdin().is_terminal() {
        return Err(Refused::NoPassphrase.into());
    }
    from_prompt(ask, again)
}

/// The first line of a passphrase file.
pub(crate) fn from_file(path: &Path) -> Result<Zeroizing<String>, Error> {
    let file = File::open(path).map_err(|error| Error::file(path, error))?;
    first_line(file).map_err(|error| Error::file(path, error))
}

#[cfg(unix)]
fn from_descriptor(descriptor: i32) -> Result<Zeroizing<String>, Error> {
    let path = format!("/dev/fd/{descriptor}");
    from_file(Path::new(&path))
}

#[cfg(not(unix))]
fn from_descriptor(_: i32) -> Result<Zeroizing<String>, Error> {
    Err(Refused::NoPassphrase.into())
}

fn first_line(from: impl Read) -> std::io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    from.take(MAX_BYTES).read_to_string(&mut text)?;
    let line = text.split(['\r', '\n']).next().unwrap_or_default();
    Ok(Zeroizing::new(line.to_owned()))
}

fn from_prompt(ask: &str, again: Option<&str>) -> Result<Zeroizing<String>, Error> {
    let prompt = |text: &str| {
        rpassword::prompt_password(text)
            .map(Zeroizing::new)
            .map_err(|_| Error::from(Refused::NoPassphrase))
    };
    let first = prompt(&format!("{ask} "))?;
    match again {
        Some(again) if *prompt(&format!("{again} "))? != *first => {
            Err(Refused::PassphrasesDiffer.into())
        }
        _ => Ok(first),
    }
}
