//! Materials before and beside the round; people before the draw; sticks; the registration desk.

use std::collections::BTreeMap;
use std::path::Path;

use hengping_app::error::{Error, Refused};
use hengping_app::office::{LayoutRequest, LetterStep, lay_out, take_table, write_form};
use hengping_core::id::UnitCode;
use hengping_core::panel::Affiliation;
use hengping_core::round::{RoundKind, Unit};
use hengping_core::text::Text;

use super::super::{Run, id};
use super::open;
use crate::args::{
    DescribeArgs, DeskArgs, FormArgs, KindArg, LayOutArgs, LetterArgs, LetterStepArg, SticksArgs,
    TableArgs,
};
use crate::outcome::{Outcome, Result};
use crate::print::{self, office::materials as show};

pub(super) fn lay_out_round(run: &Run<'_>, args: LayOutArgs) -> Result {
    let units = args.units.iter().map(|text| unit(text));
    let request = LayoutRequest {
        folder: args.folder,
        scheme: args.scheme,
        id: id("id", &args.id)?,
        title: Text {
            zh: args.title,
            en: None,
        },
        kind: match args.kind {
            KindArg::Selection => RoundKind::Selection,
            KindArg::Annual => RoundKind::Annual,
            KindArg::ReReview => RoundKind::ReReview,
        },
        review_year: args.year,
        time_zone: args.zone,
        valid_from: id("valid-from", &args.valid_from)?,
        valid_until: id("valid-until", &args.valid_until)?,
        units: units.collect::<std::result::Result<BTreeMap<_, _>, Error>>()?,
    };
    let laid = lay_out(&request)?;
    Outcome::new(&laid, show::laid_out(&laid, run.say))
}

/// `YL=云岭省商务厅=5`.
fn unit(text: &str) -> std::result::Result<(UnitCode, Unit), Error> {
    let bad = || Refused::BadArgument {
        name: "unit".to_owned(),
    };
    let mut parts = text.split('=');
    let (code, name, quota) = (parts.next(), parts.next(), parts.next());
    let unit = Unit {
        name: name.ok_or_else(bad)?.to_owned(),
        quota: quota.and_then(|text| text.parse().ok()).ok_or_else(bad)?,
    };
    Ok((id("unit", code.unwrap_or_default())?, unit))
}

pub(super) fn form(run: &Run<'_>, args: &FormArgs) -> Result {
    write_form(&args.layout, &args.out)?;
    Outcome::new(&args.out, show::form(&args.out, run.say))
}

pub(super) fn table(run: &Run<'_>, args: &TableArgs) -> Result {
    let taken = take_table(&args.folder, &args.table)?;
    Outcome::new(&taken, show::table(&taken, run.say))
}

pub(super) fn blanks(run: &Run<'_>, out: &Path) -> Result {
    let written = open(run)?.print_blanks(out, run.say, &run.context())?;
    Outcome::new(&written, print::printed(&written, run.say))
}

pub(super) fn letters(run: &Run<'_>, out: Option<&Path>) -> Result {
    let pool = run.pool();
    if let Some(out) = out {
        let ctx = run.context_with(pool.as_ref());
        let written = open(run)?.print_letters(out, run.say, &ctx)?;
        return Outcome::new(&written, print::printed(&written, run.say));
    }
    let letters = open(run)?.letters(&run.context_with(pool.as_ref()))?;
    Outcome::new(&letters, show::letters(&letters, run.say))
}

pub(super) fn letter(run: &Run<'_>, args: &LetterArgs) -> Result {
    let unit = id("unit", &args.addressee)?;
    let step = match args.letter_step {
        LetterStepArg::Asked => LetterStep::Asked,
        LetterStepArg::Answered => LetterStep::Answered,
    };
    open(run)?.letter_step(&unit, step, &run.context())?;
    Outcome::new(&step, show::letter(&unit, step, run.say))
}

pub(super) fn describe(run: &Run<'_>, args: DescribeArgs) -> Result {
    let ties = args.ties.iter().map(|text| tie(text));
    let ties = ties.collect::<std::result::Result<_, Error>>()?;
    let fields = args.expertise.into_iter().collect();
    let member = id("expert", &args.member)?;
    let described = open(run)?.describe(&member, fields, ties, &run.context())?;
    Outcome::new(&described, show::described(&described, run.say))
}

/// `某公司` or `某公司=2024`.
fn tie(text: &str) -> std::result::Result<Affiliation, Error> {
    let (organisation, year) = match text.rsplit_once('=') {
        Some((organisation, year)) => (organisation, Some(id("tie", year)?)),
        None => (text, None),
    };
    Ok(Affiliation {
        organisation: organisation.to_owned(),
        until: year,
    })
}

pub(super) fn sizes(run: &Run<'_>) -> Result {
    let plan = open(run)?.size_plan()?;
    Outcome::new(&plan, show::sizes(&plan, run.say))
}

pub(super) fn sticks(run: &Run<'_>, args: &SticksArgs) -> Result {
    let office = open(run)?;
    let done = office.copy_to_sticks(&args.package_copy, &args.sticks, &run.context())?;
    let refused = done.iter().any(|stick| stick.refused.is_some());
    Ok(Outcome::new(&done, show::sticks(&done, run.say))?.with_findings(refused))
}

/// Without `--compared` the card is only looked at.
pub(super) fn desk(run: &Run<'_>, args: &DeskArgs) -> Result {
    let mut office = open(run)?;
    let Some(out) = &args.out else {
        let there = office.look_at_card(&args.card)?;
        return Outcome::new(&there, show::at_desk(&there, run.say));
    };
    let who = (args.compared, args.hand.as_str());
    let done = office.check_in(&args.card, who, out, &run.context())?;
    Outcome::new(&done, show::checked_in(&done, run.say))
}
