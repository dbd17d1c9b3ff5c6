//! Recusal 回避: grounds, what the pool itself shows, and the declaration an expert signs.
//!
//! Owns the grounds, the test *same unit within n years* and the declaration table. Does not lock
//! or destroy anything. Trap: organisations are compared as names people typed; folding (NFKC,
//! white space, case) catches spelling, not abbreviations — the declaration is what counts.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use super::Member;
use crate::application::Enterprise;
use crate::id::{ApplicationId, ExpertId, InvalidId, PackageId, RoundId, TicketId};
use crate::text::Text;
use crate::time::Instant;

/// Why a person must not judge an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Employment, directorship or shareholding within three years.
    Employment,
    /// Spouse, direct kin, collateral kin to the third degree, close in-law.
    Kinship,
    /// Same unit.
    SameUnit,
    /// Advised on the application or drafted it.
    Advised,
    /// Litigation with the enterprise.
    Litigation,
    /// Anything else that affects fairness.
    Other,
}

impl Ground {
    /// All grounds, in the order of the declaration.
    pub const ALL: [Self; 6] = [
        Self::Employment,
        Self::Kinship,
        Self::SameUnit,
        Self::Advised,
        Self::Litigation,
        Self::Other,
    ];

    /// The ground as it is written in files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Employment => "employment",
            Self::Kinship => "kinship",
            Self::SameUnit => "same_unit",
            Self::Advised => "advised",
            Self::Litigation => "litigation",
            Self::Other => "other",
        }
    }

    /// The ground as people read it.
    #[must_use]
    pub fn name(self) -> Text {
        let (zh, en) = match self {
            Self::Employment => (
                "三年内任职、担任董事监事或持股",
                "employment, directorship or shareholding within three years",
            ),
            Self::Kinship => (
                "配偶、直系血亲、三代以内旁系血亲或近姻亲",
                "spouse, direct kin, collateral kin to the third degree, close in-law",
            ),
            Self::SameUnit => ("同一单位", "same unit"),
            Self::Advised => (
                "为申报提供咨询或代拟材料",
                "advised or drafted the application",
            ),
            Self::Litigation => ("诉讼或仲裁", "litigation"),
            Self::Other => (
                "其他可能影响公正的情形",
                "anything else that affects fairness",
            ),
        };
        Text {
            zh: zh.to_owned(),
            en: Some(en.to_owned()),
        }
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Ground {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Self::ALL
            .into_iter()
            .find(|ground| ground.code() == text)
            .ok_or(InvalidId {
                kind: "recusal ground",
            })
    }
}

/// A conflict that is known before the draw.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictPair {
    /// The person.
    pub expert: ExpertId,
    /// The application the person must not judge.
    pub application: ApplicationId,
    /// Why.
    pub ground: Ground,
}

/// The ground that a person's unit and affiliations themselves show against an enterprise.
///
/// A tie counts while it lasts and for `years` calendar years after its last one. A tie to the
/// enterprise is [`Ground::Employment`]; to its group, a shareholder or the recommending unit it
/// is [`Ground::SameUnit`].
#[must_use]
pub fn shown_ground(
    member: &Member,
    enterprise: &Enterprise,
    review_year: u16,
    years: u32,
) -> Option<Ground> {
    let own = [&enterprise.name, &enterprise.credit_code].map(|text| folded(text));
    let related: BTreeSet<String> = enterprise
        .group
        .iter()
        .chain(&enterprise.shareholders)
        .map(|text| folded(text))
        .chain([folded(enterprise.unit.as_str())])
        .collect();
    let ties: BTreeSet<String> = member
        .affiliations
        .iter()
        .filter(|tie| lasts(tie.until, review_year, years))
        .map(|tie| folded(&tie.organisation))
        .chain([folded(&member.unit)])
        .filter(|name| !name.is_empty())
        .collect();
    if own.iter().any(|name| ties.contains(name)) {
        Some(Ground::Employment)
    } else if !related.is_disjoint(&ties) {
        Some(Ground::SameUnit)
    } else {
        None
    }
}

fn lasts(until: Option<u16>, review_year: u16, years: u32) -> bool {
    until.is_none_or(|last| u32::from(last).saturating_add(years) >= u32::from(review_year))
}

/// `text` without differences that do not make another organisation.
fn folded(text: &str) -> String {
    text.nfkc()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What an expert signs of conflicts: one sentence that names the count, and the ticked rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclarationTable {
    /// The round.
    pub round: RoundId,
    /// Package whose conflict table was shown.
    pub package: PackageId,
    /// The expert's ticket.
    pub ticket: TicketId,
    /// Rows that were shown.
    pub applications: u32,
    /// The sentence, exactly as signed: [`statement`].
    pub statement: String,
    /// Rows with a conflict, in the order of the table. Every other row declares none.
    pub ticked: Vec<TickedRow>,
    /// When it was declared.
    pub declared_at: Instant,
}

/// A row with a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TickedRow {
    /// The application.
    pub application: ApplicationId,
    /// Why it must not be judged.
    pub ground: Ground,
    /// What it is; must not be empty for [`Ground::Other`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Why a declaration table is not what the expert saw.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DeclarationError {
    /// It names another number of rows than were shown.
    #[error("the declaration names {declared} applications, {shown} were shown")]
    Count {
        /// Number it names.
        declared: u32,
        /// Number shown.
        shown: usize,
    },
    /// A row speaks of an application that was not shown.
    #[error("a ticked row names an application that was not shown")]
    UnknownRow(ApplicationId),
    /// An application is ticked twice.
    #[error("an application is ticked twice")]
    RepeatedRow(ApplicationId),
    /// The ground *other* is not explained.
    #[error("a ticked row gives no explanation")]
    NoteMissing(ApplicationId),
    /// The sentence is not the one for these numbers.
    #[error("the sentence does not fit the rows")]
    Statement,
}

/// The sentence that is signed for `applications` rows of which `ticked` have a conflict.
#[must_use]
pub fn statement(applications: u32, ticked: u32) -> String {
    let free = applications.saturating_sub(ticked);
    format!(
        "本人已逐一核对全部{applications}家申报单位:与其中{ticked}家存在应当回避的情形,\
         已在表中勾选并注明事由;与其余{free}家不存在任职、持股、亲属、同一单位、提供咨询或代拟材料、\
         诉讼及其他可能影响公正评审的情形。"
    )
}

impl DeclarationTable {
    /// Checks the table against the applications that were shown.
    ///
    /// # Errors
    /// [`DeclarationError`] for the first thing that does not fit.
    pub fn check(&self, shown: &BTreeSet<ApplicationId>) -> Result<(), DeclarationError> {
        if usize::try_from(self.applications) != Ok(shown.len()) {
            return Err(DeclarationError::Count {
                declared: self.applications,
                shown: shown.len(),
            });
        }
        let mut seen = BTreeSet::new();
        for row in &self.ticked {
            let application = row.application.clone();
            if !shown.contains(&application) {
                return Err(DeclarationError::UnknownRow(application));
            }
            if row.ground == Ground::Other && row.note.trim().is_empty() {
                return Err(DeclarationError::NoteMissing(application));
            }
            if !seen.insert(&row.application) {
                return Err(DeclarationError::RepeatedRow(application));
            }
        }
        let ticked = u32::try_from(self.ticked.len()).unwrap_or(u32::MAX);
        if self.statement != statement(self.applications, ticked) {
            return Err(DeclarationError::Statement);
        }
        Ok(())
    }
}

/// A recusal as it reaches the office: ids and ground, nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    /// The round.
    pub round: RoundId,
    /// The expert's ticket.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
    /// Why.
    pub ground: Ground,
    /// When it was declared.
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id<T: FromStr<Err: fmt::Debug>>(text: &str) -> T {
        text.parse().unwrap()
    }

    fn table(rows: &[(&str, Ground, &str)]) -> DeclarationTable {
        let row = |(application, ground, note): &(&str, Ground, &str)| TickedRow {
            application: id(application),
            ground: *ground,
            note: (*note).to_owned(),
        };
        DeclarationTable {
            round: id("r1"),
            package: id("p1"),
            ticket: id("t1"),
            applications: 3,
            statement: statement(3, u32::try_from(rows.len()).unwrap()),
            ticked: rows.iter().map(row).collect(),
            declared_at: id("2026-11-22T10:00:00Z"),
        }
    }

    fn check(table: &DeclarationTable) -> Result<(), DeclarationError> {
        table.check(&["a1", "a2", "a3"].into_iter().map(id).collect())
    }

    #[test]
    fn the_sentence_names_all_three_numbers() {
        let sentence = statement(40, 2);
        assert!(
            ["全部40家", "其中2家", "其余38家"]
                .iter()
                .all(|part| sentence.contains(part))
        );
    }

    #[test]
    fn a_declaration_fits_what_was_shown() {
        assert_eq!(check(&table(&[])), Ok(()));
        assert_eq!(check(&table(&[("a2", Ground::Kinship, "")])), Ok(()));
        let unknown = check(&table(&[("a9", Ground::Kinship, "")]));
        assert_eq!(unknown, Err(DeclarationError::UnknownRow(id("a9"))));
        let other = check(&table(&[("a1", Ground::Other, " ")]));
        assert_eq!(other, Err(DeclarationError::NoteMissing(id("a1"))));
        let twice = [("a1", Ground::Kinship, ""), ("a1", Ground::SameUnit, "")];
        assert_eq!(
            check(&table(&twice)),
            Err(DeclarationError::RepeatedRow(id("a1")))
        );
        let mut count = table(&[]);
        count.applications = 4;
        let error = DeclarationError::Count {
            declared: 4,
            shown: 3,
        };
        assert_eq!(check(&count), Err(error));
        let mut sentence = table(&[]);
        sentence.statement = statement(3, 1);
        assert_eq!(check(&sentence), Err(DeclarationError::Statement));
    }

    #[test]
    fn grounds_are_read_as_written() {
        for ground in Ground::ALL {
            assert_eq!(ground.code().parse(), Ok(ground));
            let json = serde_json::to_string(&ground).unwrap();
            assert_eq!(json, format!("\"{}\"", ground.code()));
        }
        assert!("Kinship".parse::<Ground>().is_err());
    }
}
