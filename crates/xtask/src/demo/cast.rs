//! The people of the sample round and what each brings along.

use super::stage::{Person, Stage};
use crate::places;
use anyhow::{Context, Result};
use std::path::PathBuf;

/// Nine in the pool, with the name of the file of their marks: seven who are drawn by the digits
/// of the demo, two reserves.
const POOL: &[(&str, &str, Option<&str>)] = &[
    ("郑持衡", "云岭大学", Some("e1")),
    ("和允初", "江原商学院", Some("e2")),
    ("贾速成", "东屿市电子商务协会", Some("e3")),
    ("慎思远", "北漠财经大学", Some("e4")),
    ("卜算子安", "云岭软件研究所", Some("e5")),
    ("田问禾", "江原农业大学", Some("e6")),
    ("简之白", "东屿会计师事务所", Some("e7")),
    ("候补甲", "北漠师范大学", None),
    ("候补乙", "云岭工业大学", None),
];

/// Digits that two people announce at the draw. With this pool they draw the seven who have marks.
pub(crate) const DIGITS: [&str; 2] = ["主持人=271894", "监督员=314159"];

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
    /// Name of the files of their marks in the sample, for those who have some.
    pub(crate) marks: Option<&'static str>,
}

/// Everybody.
pub(crate) struct Cast {
    pub(crate) office: Person,
    pub(crate) pool: Vec<Member>,
    /// The chair first.
    pub(crate) holders: Vec<Member>,
    pub(crate) visitor: Member,
}

impl Cast {
    /// Gives everybody an empty home.
    pub(crate) fn enter(stage: &Stage) -> Result<Self> {
        let cards = stage.place("cards")?;
        let member = |key: String, (name, unit), area, marks| {
            anyhow::Ok(Member {
                person: stage.person(&key)?,
                card: cards.join(format!("{key}.card")),
                name,
                unit,
                area,
                marks,
            })
        };
        let expert = |(at, (name, unit, marks)): (usize, &(_, _, Option<&'static str>))| {
            let key = marks.map_or_else(|| format!("r{}", at + 1), str::to_owned);
            member(key, (*name, *unit), "expert", *marks)
        };
        let holder =
            |(at, who): (usize, &(_, _))| member(format!("holder-{}", at + 1), *who, "panel", None);
        Ok(Self {
            office: stage.person("office")?,
            pool: POOL.iter().enumerate().map(expert).collect::<Result<_>>()?,
            holders: HOLDERS
                .iter()
                .enumerate()
                .map(holder)
                .collect::<Result<_>>()?,
            visitor: member("visit".to_owned(), ("核查一组", "评审办"), "visit", None)?,
        })
    }

    /// All who have a card: the pool, the holders, the visit team.
    pub(crate) fn everybody(&self) -> Vec<&Member> {
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

/// A file of the sample: `reviews/e1.toml`, `panel.toml`.
pub(crate) fn sample(name: &str) -> PathBuf {
    places::workspace()
        .join("review-packages/sample")
        .join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pool_is_that_of_the_sample() {
        let experts = std::fs::read_to_string(sample("experts.toml")).unwrap();
        for (name, unit, marks) in POOL {
            let entry = format!("name = \"{name}\"\nunit = \"{unit}\"");
            assert!(experts.contains(&entry), "{name}");
            for key in marks.iter() {
                assert!(
                    experts.contains(&format!("id = \"{key}\"\n{entry}")),
                    "{key}"
                );
                assert!(sample(&format!("reviews/{key}.toml")).is_file());
            }
        }
    }
}
