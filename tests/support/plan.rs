//! What a test round is made of, and the folder of materials it yields.

use std::fs;
use std::path::Path;

use hengping_core::credit_code;
use serde::Serialize;

use crate::evidence;

/// The shipped scheme the little rounds use: three leaves from 0 to 5 in half marks.
const SCHEME: &str = include_str!("../../review-packages/schemes/horizon-style.toml");

/// Leaves of that scheme.
pub const LEAVES: [&str; 3] = ["excellence", "impact", "implementation"];

/// Field of its opinion.
pub const OPINION: &str = "comments";

/// Folder of the application for practice.
const PRACTICE: &str = "practice";

/// Code of the evidence item in this place, counted from 0.
#[must_use]
pub fn evidence_code(place: usize) -> String {
    format!("B{}", place + 1)
}

/// A round to be made.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Id of the round.
    pub round: String,
    /// Name of the authority.
    pub authority: String,
    /// From when packages are valid.
    pub valid_from: String,
    /// Until when they can be imported.
    pub valid_until: String,
    /// Who applies.
    pub applicants: Vec<Applicant>,
    /// What everybody may try first; counts nowhere.
    pub practice: Option<Applicant>,
    /// How many experts judge; odd.
    pub experts: usize,
    /// Ties that bar: number of the expert, name of the enterprise.
    pub ties: Vec<(usize, String)>,
}

/// One application to be made.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// Id of the application.
    pub id: String,
    /// Name of the enterprise.
    pub name: String,
    /// Evidence files with their names; one item of evidence each.
    pub files: Vec<(String, Vec<u8>)>,
}

impl Applicant {
    /// An application with a PDF of two pages and a picture.
    #[must_use]
    pub fn new(id: &str, name: &str) -> Self {
        let pages = [format!("proposal of {id}"), format!("figures of {id}")];
        let file = evidence::pdf(&[&pages[0], &pages[1]]);
        let picture = evidence::png(8, 200);
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            files: vec![
                ("申请书.pdf".to_owned(), file),
                ("执照.png".to_owned(), picture),
            ],
        }
    }

    /// The same with these files instead.
    #[must_use]
    pub fn with_files(mut self, files: Vec<(String, Vec<u8>)>) -> Self {
        self.files = files;
        self
    }
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            round: "r2026".to_owned(),
            authority: "评审办".to_owned(),
            valid_from: "2026-04-01T00:00:00Z".to_owned(),
            valid_until: "2026-05-01T00:00:00Z".to_owned(),
            applicants: vec![
                Applicant::new("a01", "甲公司"),
                Applicant::new("a02", "乙公司"),
            ],
            practice: None,
            experts: 3,
            ties: Vec::new(),
        }
    }
}

#[derive(Serialize)]
struct RoundToml<'a> {
    id: &'a str,
    title: &'a str,
    kind: &'a str,
    review_year: u16,
    scheme: &'a str,
    valid_from: &'a str,
    valid_until: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    practice: Option<&'a str>,
    units: std::collections::BTreeMap<&'a str, UnitToml<'a>>,
}

#[derive(Serialize)]
struct UnitToml<'a> {
    name: &'a str,
    quota: u32,
}

#[derive(Serialize)]
struct ApplicationToml<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    enterprise: EnterpriseToml<'a>,
    fields: std::collections::BTreeMap<&'a str, &'a str>,
    evidence: Vec<EvidenceToml<'a>>,
}

#[derive(Serialize)]
struct EnterpriseToml<'a> {
    name: &'a str,
    credit_code: String,
    legal_representative: &'a str,
    shareholders: Vec<String>,
    unit: &'a str,
}

#[derive(Serialize)]
struct EvidenceToml<'a> {
    code: String,
    title: &'a str,
    file: &'a str,
}

impl Plan {
    /// The scheme: as many seats as the plan has experts, no reserve, a code for every file.
    #[must_use]
    pub fn scheme(&self) -> String {
        let seats = SCHEME.replace("\nsize = 3\n", &format!("\nsize = {}\n", self.experts));
        let most = self
            .applicants
            .iter()
            .chain(&self.practice)
            .map(|applicant| applicant.files.len())
            .max();
        let annexes = (1..most.unwrap_or(0)).map(|place| {
            let code = evidence_code(place);
            format!(
                "\n[[evidence]]\ncode = \"{code}\"\nname = {{ zh = \"附件\", en = \"Annex\" }}\n"
            )
        });
        seats.replace("\nreserves = 1\n", "\nreserves = 0\n") + annexes.collect::<String>().as_str()
    }

    /// Writes the folder of materials.
    ///
    /// # Panics
    /// When the folder cannot be written.
    pub fn write_materials(&self, folder: &Path) {
        fs::create_dir_all(folder).expect("a folder");
        fs::write(folder.join("scheme.toml"), self.scheme()).expect("a file");
        let unit = UnitToml {
            name: "浙江省商务厅",
            quota: 100_000,
        };
        let round = RoundToml {
            id: &self.round,
            title: "小型评审",
            kind: "selection",
            review_year: 2026,
            scheme: "scheme.toml",
            valid_from: &self.valid_from,
            valid_until: &self.valid_until,
            practice: self.practice.as_ref().map(|_| PRACTICE),
            units: [("ZJ", unit)].into_iter().collect(),
        };
        let text = toml::to_string(&round).expect("TOML");
        fs::write(folder.join("round.toml"), text).expect("a file");
        if let Some(practice) = &self.practice {
            write_application(practice, self.applicants.len(), &folder.join(PRACTICE));
        }
        for (number, applicant) in self.applicants.iter().enumerate() {
            write_application(
                applicant,
                number,
                &folder.join("applications").join(&applicant.id),
            );
        }
    }
}

fn write_application(applicant: &Applicant, number: usize, folder: &Path) {
    fs::create_dir_all(folder).expect("a folder");
    let items = applicant
        .files
        .iter()
        .enumerate()
        .map(|(place, (name, content))| {
            fs::write(folder.join(name), content).expect("a file");
            EvidenceToml {
                code: evidence_code(place),
                title: name,
                file: name,
            }
        });
    let application = ApplicationToml {
        id: &applicant.id,
        kind: "RIA",
        evidence: items.collect(),
        enterprise: EnterpriseToml {
            name: &applicant.name,
            credit_code: credit_code(number),
            legal_representative: "王某",
            shareholders: Vec::new(),
            unit: "ZJ",
        },
        fields: [("budget", "120.5")].into_iter().collect(),
    };
    let text = toml::to_string(&application).expect("TOML");
    fs::write(folder.join("application.toml"), text).expect("a file");
}

/// A valid credit code for the application in this place.
fn credit_code(number: usize) -> String {
    let body = format!("91330100{number:09}");
    let check = credit_code::check_character(&body).expect("a body of 17 digits");
    format!("{body}{check}")
}
