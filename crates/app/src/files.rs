//! Files of the user's: read with a bound, written whole or not at all.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Refused, Result};

/// Names under which a store keeps the authority's documents.
pub(crate) const PIN: &str = "root";
pub(crate) const TRUST: &str = "trust";
pub(crate) const MEMORY: &str = "trust-memory";

/// Largest small file that is read whole, in bytes: every document of the formats is smaller.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The bytes of a file.
///
/// # Errors
/// [`Error::File`].
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| Error::file(path, error))?;
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::file(path, error))?;
    if bytes.len() as u64 > MAX_BYTES {
        let kind = std::io::ErrorKind::FileTooLarge;
        return Err(Error::File {
            path: path.to_owned(),
            writing: false,
            kind,
        });
    }
    Ok(bytes)
}

/// The text of a file.
///
/// # Errors
/// [`Error::File`], also when it is not UTF-8.
pub fn read_text(path: &Path) -> Result<String> {
    let kind = std::io::ErrorKind::InvalidData;
    let text = String::from_utf8(read(path)?);
    text.map_err(|_| Error::File {
        path: path.to_owned(),
        writing: false,
        kind,
    })
}

/// What is wrong with a TOML file and in which line. Not the reader's own words for it, which
/// quote the line: it may hold what an expert wrote.
pub(crate) fn toml_fault(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    match before {
        Some(before) => {
            let line = before.matches('\n').count() + 1;
            format!("line {line}: {}", error.message())
        }
        None => error.message().to_owned(),
    }
}

/// Writes a new file; an existing one is not overwritten.
///
/// # Errors
/// [`Refused::FileExists`], [`Error::File`].
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    if path.exists() {
        return Err(Refused::FileExists {
            file: path.display().to_string(),
        }
        .into());
    }
    write(path, bytes)
}

/// Writes a file that may be there already with the same bytes.
///
/// # Errors
/// [`Refused::FileExists`] when it has other bytes, [`Error::File`].
pub fn write_same(path: &Path, bytes: &[u8]) -> Result<()> {
    match fs::read(path) {
        Ok(there) if there == bytes => Ok(()),
        Ok(_) => Err(Refused::FileExists {
            file: path.display().to_string(),
        }
        .into()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => write(path, bytes),
        Err(error) => Err(Error::writing(path, error)),
    }
}

/// Puts a file in the place of one that may be there.
///
/// # Errors
/// [`Error::File`].
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    write(path, bytes)
}

/// Writes beside the target, syncs, reads back, then renames: a pulled stick leaves no half file.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |error| Error::writing(path, error);
    let folder = folder_of(path);
    fs::create_dir_all(folder).map_err(failed)?;
    let (staged, file) = stage(folder).map_err(failed)?;
    let written = fill(file, &staged, bytes).and_then(|()| fs::rename(&staged, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&staged);
        failed(error)
    })?;
    sync_folder(folder).map_err(failed)
}

/// The folder a file lies in.
fn folder_of(path: &Path) -> &Path {
    let named = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    named.unwrap_or(Path::new("."))
}

/// Most names tried for a file that is not there yet.
const STAGES: u32 = 1000;

/// A new file that nobody else has: whatever lies in the folder already is the user's.
pub(crate) fn stage(folder: &Path) -> std::io::Result<(PathBuf, fs::File)> {
    for number in 0..STAGES {
        let path = folder.join(format!(".hengping-{}-{number}.part", std::process::id()));
        match fs::File::create_new(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            made => return made.map(|file| (path, file)),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}

fn fill(mut file: fs::File, staged: &Path, bytes: &[u8]) -> std::io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()?;
    match fs::read(staged)? == bytes {
        true => Ok(()),
        false => Err(std::io::ErrorKind::InvalidData.into()),
    }
}

/// A name is on the disk only once its folder is; systems that open no folder sync it themselves.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> std::io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_the_line_and_does_not_quote_it() {
        #[derive(serde::Deserialize)]
        struct File {
            #[expect(dead_code, reason = "only read")]
            mark: u32,
        }
        let text = "# one\nmark = true # the director is a cousin\n";
        let error = toml::from_str::<File>(text).err().unwrap();
        let said = toml_fault(text, &error);
        assert!(said.starts_with("line 2: "), "{said}");
        assert!(!said.contains("cousin") && !said.contains('\n'), "{said}");
    }

    #[test]
    fn a_file_is_written_once_and_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/bundle.orb");
        write_same(&path, b"one").unwrap();
        write_same(&path, b"one").unwrap();
        assert!(write_same(&path, b"two").is_err());
        assert!(write_new(&path, b"one").is_err());
        assert_eq!(read(&path).unwrap(), b"one");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn what_lies_beside_the_target_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let taken = format!(".hengping-{}-0.part", std::process::id());
        let others = ["bundle.orb.part", taken.as_str()].map(|name| folder.path().join(name));
        for other in &others {
            fs::write(other, b"the user's own").unwrap();
        }
        let path = folder.path().join("bundle.orb");
        write_new(&path, b"one").unwrap();
        for other in &others {
            assert_eq!(read(other).unwrap(), b"the user's own");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_write_that_fails_leaves_nothing_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("taken");
        fs::create_dir_all(path.join("deep")).unwrap();
        assert!(write(&path, b"one").is_err(), "a folder is not replaced");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
