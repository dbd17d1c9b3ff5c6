//! `round.toml`: what the round is, which scheme rules it, which units recommend.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hengping_core::id::{Digest, RoundId, UnitCode};
use hengping_core::round::{Round, RoundKind, Unit};
use hengping_core::text::Text;
use hengping_core::time::Instant;
use serde::Deserialize;

use super::{InputFault, InputFaultKind};
use crate::files;

/// The round as the office describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundFile {
    /// Id of the round.
    pub id: RoundId,
    /// Title.
    #[serde(deserialize_with = "title")]
    pub title: Text,
    /// Kind.
    pub kind: RoundKind,
    /// The year under review.
    pub review_year: u16,
    /// Zone in which instants are shown.
    #[serde(default = "default_zone")]
    pub time_zone: String,
    /// Scheme file, relative to the folder, or the id of a shipped scheme.
    pub scheme: PathBuf,
    /// From when packages of the round are valid.
    pub valid_from: Instant,
    /// Until when they can be imported and bundles are due.
    pub valid_until: Instant,
    /// Folder of the practice application, relative to this one.
    #[serde(default)]
    pub practice: Option<PathBuf>,
    /// Recommending units.
    pub units: BTreeMap<UnitCode, Unit>,
    /// Folder the file was read from.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// A title is a text in Chinese, or a table with both languages.
fn title<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Text, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Title {
        Chinese(String),
        Both(Text),
    }
    Ok(match Title::deserialize(from)? {
        Title::Chinese(zh) => Text { zh, en: None },
        Title::Both(text) => text,
    })
}

fn default_zone() -> String {
    "Asia/Shanghai".into()
}

pub(super) fn read(folder: &Path) -> Result<RoundFile, Vec<InputFault>> {
    let file = PathBuf::from("round.toml");
    let fault = |place: &str, kind| {
        vec![InputFault {
            file: file.clone(),
            place: place.into(),
            kind,
        }]
    };
    let text = std::fs::read_to_string(folder.join(&file))
        .map_err(|_| fault("", InputFaultKind::Unreadable))?;
    let mut round: RoundFile = toml::from_str(&text).map_err(|error| {
        let at = files::toml_fault(&text, &error);
        fault("", InputFaultKind::Malformed(at))
    })?;
    if round.valid_until <= round.valid_from {
        return Err(fault(
            "valid_until",
            InputFaultKind::BadValue("valid_until".into()),
        ));
    }
    round.folder = folder.to_owned();
    Ok(round)
}

impl RoundFile {
    /// The round as it is packed, under the scheme with this digest.
    #[must_use]
    pub fn to_round(&self, scheme: Digest) -> Round {
        Round {
            id: self.id.clone(),
            title: self.title.clone(),
            kind: self.kind,
            review_year: self.review_year,
            time_zone: self.time_zone.clone(),
            scheme,
            units: self.units.clone(),
        }
    }
}
