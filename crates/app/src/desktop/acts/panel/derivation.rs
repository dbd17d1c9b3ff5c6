//! The derivation of a composite, down to raw marks and declared values.

use hengping_core::score::Derivation;
use hengping_core::score::explain::{Label, Operation};
use hengping_format::doc::Register;

use super::{both, who};
use crate::desktop::acts::text::id;
use crate::desktop::session::Session;
use crate::desktop::wire::panel::application::PanelStep;
use crate::desktop::wire::round::OfApplication;
use crate::error::Result;
use crate::panel::{Names, words};

pub(in crate::desktop) fn panel_derivation(
    session: &mut Session,
    request: OfApplication,
) -> Result<PanelStep> {
    let ctx = session.context();
    let panel = session.panel()?;
    let tree = panel.explain(&id(&request.application)?, &ctx)?;
    let seen = panel.seen_opened(&ctx)?;
    let names = Names::of(&seen.record.scheme);
    Ok(step(&tree, &names, &seen.record.register))
}

fn step(of: &Derivation, names: &Names, register: &Register) -> PanelStep {
    let label = match &of.label {
        // Experts are told by number here, not by ticket.
        Label::Expert(key) => {
            let number = who(register, key.as_str()).number;
            let params = || [("expert", number.to_string().into())];
            both(|say| say.say("tree-expert", &params()))
        }
        label => both(|say| words::step(label, names, say)),
    };
    PanelStep {
        label,
        how: both(|say| words::operation(of, names, say)),
        value: both(|say| match &of.operation {
            Operation::Raw { state, .. } => words::mark_text(state, say),
            _ => of.printed.clone().unwrap_or_else(|| "—".to_owned()),
        }),
        children: of
            .children
            .iter()
            .map(|child| step(child, names, register))
            .collect(),
    }
}
