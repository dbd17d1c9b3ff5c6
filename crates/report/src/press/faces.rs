//! The faces a paper is set in: 仿宋 for the body, 黑体 for headings, and what fills their gaps.
//!
//! Owns the order of preference. Does not look for files: whoever calls brings their bytes. Trap: a
//! face of the official set may not be shipped, so it is used where it is installed and otherwise
//! replaced; the properties of the paper name what it is set in.

use serde::Serialize;
use thiserror::Error;
use typst::foundations::Bytes;
use typst::text::Font;

/// Families for the body, the best first.
const BODY: [&str; 9] = [
    "FangSong",
    "FangSong_GB2312",
    "\u{4eff}\u{5b8b}",
    "\u{4eff}\u{5b8b}_GB2312",
    "STFangsong",
    "FandolFang R",
    "FandolFang",
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
];
/// Families for headings, the best first.
const HEADINGS: [&str; 6] = [
    "SimHei",
    "\u{9ed1}\u{4f53}",
    "FandolHei",
    "Noto Sans CJK SC",
    "Noto Serif CJK SC",
    "FangSong",
];
/// Families that have characters of the planes beyond.
const RARE: [&str; 4] = ["SimSun-ExtB", "HanaMinB", "HanaMinA", "Plangothic P1"];

/// None of the faces has Chinese characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("no face for Chinese text")]
pub struct NoFace;

/// Faces that were found.
pub struct Faces {
    all: Vec<Font>,
    body: Vec<String>,
    headings: Vec<String>,
}

/// The choice as the template reads it.
#[derive(Serialize)]
struct Choice<'a> {
    body: &'a [String],
    headings: &'a [String],
    named: String,
}

impl Faces {
    /// The usable faces in the bytes of font files.
    ///
    /// # Errors
    /// [`NoFace`].
    pub fn of(files: impl IntoIterator<Item = Vec<u8>>) -> Result<Self, NoFace> {
        let files = files.into_iter();
        let faces = files.flat_map(|bytes| Font::iter(Bytes::new(bytes)).collect::<Vec<_>>());
        let known = |face: &Font| {
            let family = face.info().family.as_str();
            BODY.contains(&family) || HEADINGS.contains(&family) || RARE.contains(&family)
        };
        let all: Vec<Font> = faces.filter(known).collect();
        let there = |family: &&str| all.iter().any(|face| face.info().family == **family);
        let chosen = |wanted: &[&str]| -> Vec<String> {
            let wanted = wanted.iter().chain(&RARE).filter(|family| there(family));
            wanted.map(|family| (*family).to_owned()).collect()
        };
        let (body, headings) = (chosen(&BODY), chosen(&HEADINGS));
        if !body.iter().any(|family| BODY.contains(&family.as_str())) {
            return Err(NoFace);
        }
        Ok(Self {
            all,
            body,
            headings,
        })
    }

    /// The family of the body.
    #[must_use]
    pub fn body(&self) -> &str {
        self.body.first().map_or("", String::as_str)
    }

    /// The family of headings.
    #[must_use]
    pub fn headings(&self) -> &str {
        self.headings.first().map_or("", String::as_str)
    }

    /// Whether some face has a character, or it needs none.
    #[must_use]
    pub fn have(&self, c: char) -> bool {
        let unseen = c.is_control() || c.is_whitespace();
        unseen
            || self
                .all
                .iter()
                .any(|face| face.info().coverage.contains(c.into()))
    }

    pub(super) fn all(&self) -> &[Font] {
        &self.all
    }

    pub(super) fn to_json(&self) -> String {
        let choice = Choice {
            body: &self.body,
            headings: &self.headings,
            named: format!("{}; {}", self.body(), self.headings()),
        };
        serde_json::to_string(&choice).unwrap_or_default()
    }
}
