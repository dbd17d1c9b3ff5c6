//! The people of the sample round and what each brings along.

use super::stage::{Person, Stage};
use crate::places;
use anyhow::{Context, Result};
use std::path::PathBuf;

/// Nine in the pool: a panel of seven and two reserves.
const POOL: &[(&str, &str)] = &[
    ("郑持衡", "云岭大学"),
    ("和允初", "江原商学院"),
    ("贾速成", "东屿市电子商务协会"),
    ("慎思远", "北漠财经大学"),
    ("卜算子安", "云岭软件研究所"),
    ("田问禾", "江原农业大学"),
    ("简之白", "东屿会计师事务所"),
    ("候补甲", "北漠师范大学"),
    ("候补乙", "云岭工业大学"),
];

const HOLDERS: &[(&str, &str)] = &[
    ("主持人", "评审办"),
    ("持钥人乙", "监督处"),
    ("持钥人丙", "公证处"),
];

/// Somebody with a name and a unit.
pub(crate) struct Member {
    /// Home and passphrase.
    pub(crate) person: Person,
    /// Name on the card.
    pub(crate) name: &'static str,
    /// Unit on the card.
    pub(crate) unit: &'static str,
    /// Area of the program they use: `expert`, `panel`, `visit`.
    pub(crate) area: &'static str,
    /// Their enrolment card.
    pub(crate) card: PathBuf,
}

/// Everybody.
pub(crate) struct Cast {
    pub(crate) office: Person,
    pub(crate) pool: Vec<Member>,
    /// The chair first.
    pub(crate) holders: Vec<Member>,
    pub(crate) visitor: Member,
    /// Marks files, in the order in which drawn experts take them.
    pub(crate) marks: Vec<PathBuf>,
}

impl Cast {
    /// Gives everybody an empty home.
    pub(crate) fn enter(stage: &Stage) -> Result<Self> {
        let cards = stage.place("cards")?;
        let member = |key: String, (name, unit): (&'static str, &'static str), area| {
            let card = cards.join(format!("{key}.card"));
            anyhow::Ok(Member {
                person: stage.person(&key)?,
                name,
                unit,
                area,
                card,
            })
        };
        let all = |prefix: &str, people: &[(&'static str, &'static str)], area: &'static str| {
            let numbered = people.iter().enumerate();
            numbered
                .map(|(at, who)| member(format!("{prefix}{}", at + 1), *who, area))
                .collect()
        };
        let pool: Result<Vec<Member>> = all("expert-", POOL, "expert");
        let holders: Result<Vec<Member>> = all("holder-", HOLDERS, "panel");
        Ok(Self {
            office: stage.person("office")?,
            pool: pool?,
            holders: holders?,
            visitor: member("visit".to_owned(), ("核查一组", "评审办"), "visit")?,
            marks: marks()?,
        })
    }

    /// Everybody who makes a card.
    pub(crate) fn members(&self) -> Vec<&Member> {
        let visitor = std::iter::once(&self.visitor);
        self.pool
            .iter()
            .chain(&self.holders)
            .chain(visitor)
            .collect()
    }

    /// The chair, who keeps the panel's store.
    pub(crate) fn chair(&self) -> Result<&Member> {
        self.holders.first().context("the cast has a chair")
    }
}

fn marks() -> Result<Vec<PathBuf>> {
    let folder = places::workspace().join("review-packages/sample/reviews");
    let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}
