//! The store of a new identity, and the papers that go with it.
//!
//! Owns two cases: a store whose making was broken off before its identity was written holds
//! nothing of anybody's, and must not stand in the way of the next attempt in the same folder; and
//! a store whose recovery sheet could not be written must not come to be. Trap: the code on the
//! sheet is nowhere else, so the sheet is on the disk before the store is at its place.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use hengping_core::id::Lineage;
use zeroize::Zeroizing;

use hengping_store::{Kind, OpenError, RecoveryCode, Settings, Store, Unlock};

use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::files;

/// A file that is handed to a person when a store is made: a card, a recovery sheet.
pub struct Paper {
    /// Where it is written; nothing may be there.
    pub path: PathBuf,
    /// What it says.
    pub bytes: Zeroizing<Vec<u8>>,
}

/// Makes a store that appears at `home` together with its papers, or not at all.
///
/// `make` makes it in the folder it is given and tells the papers. They are written, synced and
/// read back before the store is moved to its place; when any of that fails, neither is left.
///
/// # Errors
/// Those of `make`; [`OpenError::AlreadyExists`] where `home` holds something,
/// [`Refused::FileExists`] where a paper's place is taken, what the disk says.
pub fn with_papers<R>(
    home: &Path,
    make: impl FnOnce(&Path) -> Result<(R, Vec<Paper>)>,
) -> Result<R> {
    let is_free = match std::fs::read_dir(home) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    };
    if !is_free {
        return Err(OpenError::AlreadyExists.into());
    }
    let aside = aside(home)?;
    // Left by an attempt that was broken off: it never came to its place, and nobody uses it.
    remove(&aside)?;
    let made = make(&aside).and_then(|(report, papers)| {
        hand_out(&papers, || publish(&aside, home))?;
        Ok(report)
    });
    if made.is_err() {
        let _ = remove(&aside);
    }
    made
}

/// The folder beside `home` in which the store is made.
fn aside(home: &Path) -> Result<PathBuf> {
    let name = home.file_name().ok_or(OpenError::NoStore)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".enrolling");
    Ok(home.with_file_name(hidden))
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::writing(folder, error))
        }
        _ => Ok(()),
    }
}

/// Writes the papers, then does `then`; what was written goes again when anything fails.
pub(crate) fn hand_out(papers: &[Paper], then: impl FnOnce() -> Result<()>) -> Result<()> {
    let mut written = Vec::new();
    let all = || {
        for paper in papers {
            files::write_new(&paper.path, &paper.bytes)?;
            written.push(&paper.path);
        }
        then()
    };
    let done = all();
    if done.is_err() {
        for path in written {
            let _ = std::fs::remove_file(path);
        }
    }
    done
}

fn publish(aside: &Path, home: &Path) -> Result<()> {
    let failed = |error| Error::writing(home, error);
    std::fs::rename(aside, home).map_err(failed)?;
    let parent = home
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    files::sync_folder(parent.unwrap_or(Path::new("."))).map_err(failed)
}

/// Makes a store in `folder`, or takes the one there that opens with `passphrase` and of which
/// `is_owned` says that nothing was written to it yet.
pub(crate) fn store<K: Kind>(
    folder: &Path,
    (passphrase, recovery): (&str, &RecoveryCode),
    is_owned: impl FnOnce(&Store<K>) -> Result<bool>,
    settings: &Settings,
    ctx: &Context,
) -> Result<Store<K>> {
    let lineage = Lineage::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?;
    match Store::create(
        folder,
        passphrase,
        Some(recovery),
        &lineage,
        ctx.now,
        settings,
    ) {
        Err(OpenError::AlreadyExists) => {}
        made => return Ok(made?),
    }
    let begun = Store::open(folder, Unlock::Passphrase(passphrase), ctx.now, settings);
    let mut begun: Store<K> = begun.map_err(|error| match error {
        OpenError::WrongPassphrase | OpenError::Foreign => OpenError::AlreadyExists,
        other => other,
    })?;
    if is_owned(&begun)? {
        return Err(OpenError::AlreadyExists.into());
    }
    begun.rewrap(Unlock::Recovery(recovery), settings)?;
    Ok(begun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(path: PathBuf) -> Paper {
        Paper {
            path,
            bytes: Zeroizing::new(b"a code".to_vec()),
        }
    }

    fn make(at: &Path) {
        std::fs::create_dir_all(at).unwrap();
        std::fs::write(at.join("store"), b"keys").unwrap();
    }

    #[test]
    fn a_place_that_takes_no_paper_leaves_no_store() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("file"), b"no folder").unwrap();
        let refused = with_papers(&at("home"), |aside| {
            make(aside);
            Ok(((), vec![paper(at("card")), paper(at("file/sheet"))]))
        });
        assert!(refused.is_err());
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "neither store nor card: {left:?}");
    }

    #[test]
    fn a_store_comes_with_its_papers_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("taken"), b"another's sheet").unwrap();
        let refused = with_papers(&at("home"), |aside| {
            make(aside);
            Ok(((), vec![paper(at("card")), paper(at("taken"))]))
        });
        assert!(matches!(
            refused,
            Err(Error::Refused(Refused::FileExists { .. }))
        ));
        let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "neither store nor card: {left:?}");

        with_papers(&at("home"), |aside| {
            make(aside);
            Ok(((), vec![paper(at("card")), paper(at("sheet"))]))
        })
        .unwrap();
        assert_eq!(std::fs::read(at("sheet")).unwrap(), b"a code");
        assert_eq!(std::fs::read(at("home/store")).unwrap(), b"keys");

        let again = with_papers(&at("home"), |_| -> Result<((), Vec<Paper>)> {
            panic!("an occupied folder is refused first")
        });
        assert!(matches!(again, Err(Error::Open(OpenError::AlreadyExists))));
    }
}
