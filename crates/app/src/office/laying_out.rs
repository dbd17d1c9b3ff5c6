//! A folder of materials for a new round: the round file, the scheme beside it, the form to fill.
//!
//! Owns what an office types when it begins. The folder stays the source: the round is read from it
//! as from one written by hand. Trap: nothing is written over; a folder that has a round file is
//! somebody's work.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hengping_core::id::{RoundId, UnitCode};
use hengping_core::round::{RoundKind, Unit};
use hengping_core::scheme::{self, Summary};
use hengping_core::text::Text;
use hengping_core::time::Instant;
use serde::Serialize;

use super::intake::scheme_text;
use crate::clock::TimeZoneName;
use crate::error::{Error, Refused, Result};
use crate::files;
use crate::materials::form_template;

/// What a round is to be.
#[derive(Debug, Clone)]
pub struct LayoutRequest {
    /// Where the folder is made; it may be there.
    pub folder: PathBuf,
    /// A scheme file, or the name of a scheme that comes with the program.
    pub scheme: PathBuf,
    /// Id of the round.
    pub id: RoundId,
    /// Its title.
    pub title: Text,
    /// Its kind.
    pub kind: RoundKind,
    /// The year under review.
    pub review_year: u16,
    /// Zone in which instants are shown.
    pub time_zone: String,
    /// From when packages are valid.
    pub valid_from: Instant,
    /// Until when bundles are due.
    pub valid_until: Instant,
    /// Recommending units with their quotas.
    pub units: BTreeMap<UnitCode, Unit>,
}

/// A folder that was laid out.
#[derive(Debug, Serialize)]
pub struct LaidOut {
    /// The folder.
    pub folder: PathBuf,
    /// The round file.
    pub round: PathBuf,
    /// The form as an empty table.
    pub form: PathBuf,
    /// What the scheme amounts to.
    pub scheme: Summary,
}

/// Name of the scheme's copy.
const SCHEME: &str = "scheme.toml";
/// Name of the empty form.
const FORM: &str = "form.csv";

#[derive(Serialize)]
struct RoundToml<'a> {
    id: &'a RoundId,
    kind: RoundKind,
    review_year: u16,
    time_zone: &'a str,
    scheme: &'a str,
    valid_from: Instant,
    valid_until: Instant,
    title: &'a Text,
    units: &'a BTreeMap<UnitCode, Unit>,
}

/// Lays out the folder of a round.
///
/// # Errors
/// All faults of the scheme; terms that are none; a folder that has a round already.
pub fn lay_out(request: &LayoutRequest) -> Result<LaidOut> {
    check_terms(request)?;
    let text = scheme_text(Path::new(""), &request.scheme)?;
    let scheme = scheme::parse(&text).map_err(Error::Scheme)?;
    let round = RoundToml {
        id: &request.id,
        kind: request.kind,
        review_year: request.review_year,
        time_zone: &request.time_zone,
        scheme: SCHEME,
        valid_from: request.valid_from,
        valid_until: request.valid_until,
        title: &request.title,
        units: &request.units,
    };
    let round = toml::to_string(&round).map_err(|_| Refused::Internal)?;
    let at = |name: &str| request.folder.join(name);
    files::write_new(&at("round.toml"), round.as_bytes())?;
    files::write_same(&at(SCHEME), text.as_bytes())?;
    files::write_same(&at(FORM), &form_template(&scheme))?;
    let applications = at("applications");
    std::fs::create_dir_all(&applications).map_err(|error| Error::writing(&applications, error))?;
    Ok(LaidOut {
        folder: request.folder.clone(),
        round: at("round.toml"),
        form: at(FORM),
        scheme: scheme.summary(),
    })
}

fn check_terms(request: &LayoutRequest) -> Result<()> {
    let checks = [
        ("title", !request.title.zh.trim().is_empty()),
        (
            "time_zone",
            request.time_zone.parse::<TimeZoneName>().is_ok(),
        ),
        ("valid_until", request.valid_until > request.valid_from),
        ("units", !request.units.is_empty()),
    ];
    match checks.into_iter().find(|(_, holds)| !holds) {
        Some((name, _)) => Err(Refused::BadArgument {
            name: name.to_owned(),
        }
        .into()),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::materials;

    fn request(folder: &Path) -> LayoutRequest {
        let unit = Unit {
            name: "云岭省商务厅".to_owned(),
            quota: 5,
        };
        LayoutRequest {
            folder: folder.to_owned(),
            scheme: "ecommerce-demonstration.toml".into(),
            id: "r1".parse().unwrap(),
            title: Text {
                zh: "遴选".to_owned(),
                en: None,
            },
            kind: RoundKind::Selection,
            review_year: 2025,
            time_zone: "Asia/Shanghai".to_owned(),
            valid_from: "2026-01-01T00:00:00Z".parse().unwrap(),
            valid_until: "2026-02-01T00:00:00Z".parse().unwrap(),
            units: [("YL".parse().unwrap(), unit)].into(),
        }
    }

    #[test]
    fn what_was_laid_out_is_read_as_a_round() {
        let folder = tempfile::tempdir().unwrap();
        let request = request(folder.path());
        let laid = lay_out(&request).unwrap();
        let read = materials::read_round(folder.path()).unwrap();
        assert_eq!(read.units, request.units);
        assert_eq!((read.id, read.title), (request.id, request.title));
        assert!(laid.form.is_file() && folder.path().join(read.scheme).is_file());
    }

    #[test]
    fn nothing_is_written_over_a_round_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("round.toml"), "mine").unwrap();
        assert!(lay_out(&request(folder.path())).is_err());
        let text = std::fs::read_to_string(folder.path().join("round.toml")).unwrap();
        assert_eq!(text, "mine");
        assert!(!folder.path().join(SCHEME).exists());
    }

    #[test]
    fn terms_that_are_none_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut wrong = request(folder.path());
        wrong.time_zone = "Mars/Olympus".to_owned();
        let refused = lay_out(&wrong).unwrap_err();
        let named =
            matches!(refused, Error::Refused(Refused::BadArgument { name }) if name == "time_zone");
        assert!(named);
    }
}
