//! Font files of this machine that papers may be set in.
//!
//! Owns where they are looked for and the names by which they are known. A folder of fonts may hold
//! thousands of files, so only known names are read. Trap: `HENGPING_CJK_FONT` and the font beside the
//! program are what makes a machine without any fonts print; they come first among those without 仿宋.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Names of files, in lower case: 仿宋 and 黑体 as installed, what may be shipped, rare characters.
const NAMES: [&str; 13] = [
    "simfang.ttf",
    "fangsong.ttf",
    "fangsong_gb2312.ttf",
    "\u{4eff}\u{5b8b}_gb2312.ttf",
    "stfangso.ttf",
    "fandolfang-regular.otf",
    "simhei.ttf",
    "fandolhei-bold.otf",
    "notosanscjk-bold.ttc",
    "notoserifcjk-regular.ttc",
    "simsunb.ttf",
    "hanamina.ttf",
    "hanaminb.ttf",
];
/// Folders below a folder of fonts.
const DEEPEST: usize = 4;

/// The bytes of every usable file; what cannot be read is passed over.
pub(super) fn files() -> Vec<Vec<u8>> {
    let mut known = BTreeMap::new();
    for folder in folders() {
        collect(&folder, DEEPEST, &mut known);
    }
    let paths: BTreeSet<PathBuf> = known
        .into_values()
        .chain(hengping_render::find_font())
        .collect();
    paths
        .iter()
        .filter_map(|path| std::fs::read(path).ok())
        .collect()
}

/// Folders of fonts on the systems that the program runs on.
fn folders() -> Vec<PathBuf> {
    let from = |name: &str, below: &str| Some(PathBuf::from(std::env::var_os(name)?).join(below));
    let fixed = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/Library/Fonts",
    ];
    let own = [
        from("HOME", ".local/share/fonts"),
        from("HOME", ".fonts"),
        from("WINDIR", "Fonts"),
        from("LOCALAPPDATA", "Microsoft/Windows/Fonts"),
    ];
    own.into_iter()
        .flatten()
        .chain(fixed.map(PathBuf::from))
        .collect()
}

/// The first file of each known name.
fn collect(folder: &Path, depth: usize, known: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if depth > 0 {
                collect(&path, depth - 1, known);
            }
            continue;
        }
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.unwrap_or_default().to_lowercase();
        if NAMES.contains(&name.as_str()) {
            known.entry(name).or_insert(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_are_read_however_they_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("truetype/windows");
        std::fs::create_dir_all(&deep).unwrap();
        for name in ["SIMFANG.TTF", "other.ttf"] {
            std::fs::write(deep.join(name), b"x").unwrap();
        }
        let mut known = BTreeMap::new();
        collect(folder.path(), DEEPEST, &mut known);
        assert_eq!(known.into_keys().collect::<Vec<_>>(), ["simfang.ttf"]);
    }
}
