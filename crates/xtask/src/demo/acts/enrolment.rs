//! Everybody makes keys on their own machine and a card to show.

use super::text;
use crate::demo::cast::Member;
use crate::demo::crowd;
use crate::demo::stage::Stage;
use anyhow::Result;

/// The fingerprints of their cards, in the order of `members`.
pub(crate) fn play(stage: &Stage, members: &[&Member]) -> Result<Vec<String>> {
    stage.expect(members.len());
    crowd::each(members, |_, member: &&Member| {
        let words: [&dyn AsRef<std::ffi::OsStr>; 8] = [
            &member.area,
            &"enrol",
            &"--name",
            &member.name,
            &"--unit",
            &member.unit,
            &"--out",
            &member.card,
        ];
        let data = stage.must(&member.person, &words)?;
        Ok(text(&data, "/fingerprint/digest")?.to_owned())
    })
}
