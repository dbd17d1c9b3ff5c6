//! What is on a disk: searching it, copying it, and disks that are nearly full.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hengping_format::envelope::Envelope;
use hengping_store::work::WorkStore;

use crate::data;

/// Every file under `folder`, in order.
///
/// # Panics
/// When the folder cannot be read.
#[must_use]
pub fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files_under(&path))
        } else {
            found.push(path)
        }
    }
    found.sort();
    found
}

/// The bytes a text may have on a disk: UTF-8, UTF-16LE, GB 18030.
#[must_use]
pub fn forms_of(text: &str) -> [Vec<u8>; 3] {
    let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let chinese = encoding_rs::GB18030.encode(text).0.into_owned();
    [text.as_bytes().to_vec(), wide, chinese]
}

/// Files under `folder` that hold one of `texts` in any of its forms.
///
/// # Panics
/// When a file cannot be read.
#[must_use]
pub fn holding(folder: &Path, texts: &[&str]) -> Vec<PathBuf> {
    let forms: Vec<Vec<u8>> = texts.iter().flat_map(|text| forms_of(text)).collect();
    let mut files = files_under(folder);
    files.retain(|path| {
        let content = fs::read(path).expect("a file");
        forms.iter().any(|form| contains(&content, form))
    });
    files
}

/// Tables of an open store of which a cell holds one of `texts`: as it is, within a signed
/// document, or by a pair of neighbouring characters in the full-text index.
///
/// # Panics
/// When the store cannot be read.
#[must_use]
pub fn tables_holding(store: &WorkStore, texts: &[&str]) -> BTreeSet<String> {
    let pairs: BTreeSet<String> = texts.iter().flat_map(|text| pairs_of(text)).collect();
    let holds = |bytes: &[u8]| texts.iter().any(|text| contains(bytes, text.as_bytes()));
    let mut tables = BTreeSet::new();
    let shown = store.read().cells(|table, bytes| {
        let is_term = table == "page_index"
            && std::str::from_utf8(bytes).is_ok_and(|term| pairs.contains(term));
        let signed = Envelope::read(bytes, bytes.len());
        if is_term || holds(bytes) || signed.is_ok_and(|signed| holds(signed.payload())) {
            tables.insert(table.to_owned());
        }
    });
    shown.expect("a store that can be read");
    tables
}

fn pairs_of(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}

fn contains(content: &[u8], form: &[u8]) -> bool {
    content.windows(form.len()).any(|window| window == form)
}

/// Copies a folder with everything in it.
///
/// # Panics
/// When something cannot be copied.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file");
        }
    }
}

/// A disk of a few kilobytes, mounted for as long as it lives.
pub struct SmallDisk {
    folder: tempfile::TempDir,
}

impl SmallDisk {
    /// Mounts one of `kilobytes`; `None`, which is said, where this process may not mount.
    ///
    /// # Panics
    /// When no temporary folder can be made.
    #[must_use]
    pub fn mount(kilobytes: usize) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .output();
        match mounted {
            Ok(output) if output.status.success() => Some(Self { folder }),
            _ => {
                data::skipped("a full disk", "this process may not mount one");
                None
            }
        }
    }

    /// Where it is mounted.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes until nothing more fits, leaving `spare` kilobytes.
    ///
    /// # Panics
    /// When the ballast cannot be cut to size.
    pub fn fill(&self, spare: u64) {
        use std::io::Write;
        let mut file = fs::File::create(self.path().join("ballast")).expect("a file");
        let mut written = 0_u64;
        while let Ok(count) = file.write(&[7; 4096]) {
            written += count as u64;
        }
        file.set_len(written.saturating_sub(spare * 1024))
            .expect("a shorter file");
    }

    /// Makes room again.
    pub fn empty(&self) {
        let _ = fs::remove_file(self.path().join("ballast"));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .arg("--lazy")
            .arg(self.path())
            .output();
    }
}
