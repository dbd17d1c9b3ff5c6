//! While the panel works: somebody hands in late, the station signs receipts.

use super::experts::{self, Reviewed};
use super::office::Packed;
use super::{list, text};
use crate::demo::cast::{Cast, Member};
use crate::demo::stage::Stage;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::PathBuf;

type Word<'a> = &'a dyn AsRef<OsStr>;

/// What the station gave out.
pub(crate) struct Receipts {
    /// The bundle that comes after the opening.
    pub(crate) late: PathBuf,
    /// How many receipts were signed.
    pub(crate) signed: usize,
    /// The receipt that each expert is given.
    pub(crate) of: BTreeMap<String, String>,
}

/// A receipt for every bundle, the late one too; every expert is given the last of their own.
pub(crate) fn play(
    stage: &Stage,
    cast: &Cast,
    packed: &Packed,
    reviewed: &Reviewed,
) -> Result<Receipts> {
    let experts = packed.drawn(cast);
    stage.expect(4);
    let late = experts::late(stage, cast, packed)?;
    let out = stage.place("receipts")?;
    let mut words: Vec<Word<'_>> = vec![&"office", &"receipt", &"--out", &out];
    words.extend(reviewed.bundles.iter().map(|bundle| bundle as Word<'_>));
    words.push(&late);
    let signed = stage.call(&cast.office, &words)?.data;
    let all = list(&signed, "/receipts")?;
    let own = |member: &&Member| {
        let key = &member.person.key;
        let own = |receipt: &&Value| packed.holder(&receipt["ticket"]) == Some(key.as_str());
        // The disk that was copied made bundles that the first one does not know: the last counts.
        let receipt = all.iter().rfind(own).context("a receipt for everybody")?;
        Ok((key.clone(), text(receipt, "/file")?.to_owned()))
    };
    Ok(Receipts {
        late,
        signed: all.len(),
        of: experts.iter().map(own).collect::<Result<_>>()?,
    })
}
