//! Facts, divergences and what the panel decides about them.

use hengping_app::messages::{Catalogue, Param};
use hengping_app::panel::{
    ConsensusRecorded, Decided, DivergenceLine, Effect, Explained, FactDecided, FactQueue,
    FactState, FileTaken, Names, Place, Voted,
};
use hengping_core::merge::facts::Provenance;

use super::super::page::{Column, Page};
use super::super::{joined, or_dash};
use hengping_app::panel::words::with_name;

/// Everything proposed or verified.
pub(crate) fn facts(queue: &FactQueue, names: &Names, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let params = [
        ("count", queue.facts.len().into()),
        ("open", queue.open.into()),
    ];
    page.line("panel-facts", &params);
    for one in &queue.facts {
        fact(&mut page, one, names, say);
    }
    if !queue.visited.is_empty() {
        page.section("panel-visited", &[("count", queue.visited.len().into())]);
        let columns = [
            Column::code("table-application"),
            Column::text("table-fact"),
            Column::text("table-declared"),
            Column::text("table-verified"),
        ];
        let rows = queue.visited.iter().map(|one| {
            let value = |value: &str| names.value(&one.fact, value, say);
            vec![
                one.application.to_string(),
                with_name(&one.fact, names.fact(&one.fact), say),
                or_dash(&value(one.declared.as_deref().unwrap_or_default())),
                value(&one.verified),
            ]
        });
        page.table(&columns, rows);
    }
    if !queue.referred.is_empty() {
        page.section("panel-referred", &[("count", queue.referred.len().into())]);
        let columns = [
            Column::code("table-application"),
            Column::text("table-note"),
        ];
        let rows = queue.referred.iter();
        page.table(
            &columns,
            rows.map(|one| vec![one.application.to_string(), or_dash(&one.line.note)]),
        );
    }
    page.done()
}

/// A fact with all that is proposed for it: one line, then a line per value, then its reasons.
fn fact(page: &mut Page<'_>, fact: &FactState, names: &Names, say: &Catalogue) {
    let value = |value: &str| names.value(&fact.fact, value, say);
    let now = or_dash(&value(fact.now.as_deref().unwrap_or_default()));
    let from = fact.provenance.as_ref().map_or("from-nowhere", provenance);
    let state = match (fact.decided, &fact.reason) {
        (false, _) => say.say("fact-open", &[]),
        (true, reason) => {
            let reason = reason.as_deref().unwrap_or_default();
            say.say("fact-decided", &[("reason", reason.into())])
        }
    };
    let params = [
        ("application", fact.application.as_str().into()),
        ("enterprise", fact.enterprise.as_str().into()),
        (
            "fact",
            with_name(&fact.fact, names.fact(&fact.fact), say).into(),
        ),
        ("now", now.into()),
        ("from", say.say(from, &[]).into()),
        ("state", state.into()),
    ];
    page.section("panel-fact", &params);
    if let Some(declared) = &fact.declared {
        page.line("fact-was-declared", &[("value", value(declared).into())]);
    }
    for one in &fact.proposals {
        let params = [
            ("value", Param::from(value(&one.value))),
            ("count", one.count.into()),
            ("citations", one.citations.into()),
        ];
        page.line("fact-proposal", &params);
        one.reasons
            .iter()
            .for_each(|reason| page.raw(&format!("     · {reason}")));
    }
}

fn provenance(from: &Provenance) -> &'static str {
    match from {
        Provenance::Declared => "from-declared",
        Provenance::Office => "from-office",
        Provenance::Decided { .. } => "from-decided",
        Provenance::Visited { .. } => "from-visited",
    }
}

/// A decision on a fact, with what it does.
pub(crate) fn fact_decided(decided: &FactDecided, names: &Names, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let value = |value: &Option<String>| {
        let value = value.as_deref().unwrap_or_default();
        or_dash(&names.value(&decided.fact, value, say))
    };
    let params = [
        ("application", decided.application.as_str().into()),
        (
            "fact",
            with_name(&decided.fact, names.fact(&decided.fact), say).into(),
        ),
        ("before", value(&decided.before).into()),
        ("after", value(&decided.after).into()),
    ];
    page.line("panel-fact-decided", &params);
    page.raw(&effect(&decided.effect, say));
    page.done()
}

/// Composite and place before and after.
fn effect(effect: &Effect, say: &Catalogue) -> String {
    if effect.before == effect.after {
        return say.say("effect-none", &[]);
    }
    let composite = |place: &Place| or_dash(place.composite.as_deref().unwrap_or_default());
    let rank = |place: &Place| {
        place
            .place
            .map_or_else(|| "—".to_owned(), |one| one.to_string())
    };
    let params = [
        ("before", composite(&effect.before).into()),
        ("after", composite(&effect.after).into()),
        ("place_before", rank(&effect.before).into()),
        ("place_after", rank(&effect.after).into()),
    ];
    say.say("effect", &params)
}

/// Marks that diverge, the greatest effect first.
pub(crate) fn divergences(lines: &[DivergenceLine], names: &Names, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-divergences", &[("count", lines.len().into())]);
    let columns = [
        Column::code("table-application"),
        Column::text("table-indicator"),
        Column::code("table-ticket"),
        Column::number("table-mark"),
        Column::number("table-mean"),
        Column::number("table-percent"),
        Column::text("table-effect"),
        Column::text("table-explanation"),
    ];
    let rows = lines.iter().map(|line| {
        let leaf = line.indicator.as_ref();
        let leaf = leaf.map(|code| with_name(code.as_str(), names.indicator(code.as_str()), say));
        let effect = line.effect.as_ref().map(|effect| {
            let params = [
                ("place", effect.place.into()),
                ("without", effect.place_without.into()),
                ("composite", effect.composite_without.as_str().into()),
            ];
            say.say("divergence-effect", &params)
        });
        vec![
            line.application.to_string(),
            leaf.unwrap_or_else(|| say.say("word-total", &[])),
            line.ticket.clone(),
            line.mark.clone(),
            format!("{} ({})", line.mean, line.valid),
            line.percent
                .as_ref()
                .map_or_else(|| "—".to_owned(), |percent| format!("{percent}%")),
            or_dash(&effect.unwrap_or_default()),
            or_dash(line.explanation.as_deref().unwrap_or_default()),
        ]
    });
    page.table(&columns, rows);
    page.done()
}

/// An explanation that was recorded.
pub(crate) fn explained(explained: &Explained, say: &Catalogue) -> String {
    let leaf = explained.indicator.as_ref().map(ToString::to_string);
    let params = [
        ("application", explained.application.as_str().into()),
        (
            "indicator",
            leaf.unwrap_or_else(|| say.say("word-total", &[])).into(),
        ),
        ("ticket", explained.ticket.as_str().into()),
    ];
    say.say("panel-explained", &params)
}

/// An agreed mark that was recorded.
pub(crate) fn consensus(recorded: &ConsensusRecorded, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let params = [
        ("application", recorded.application.as_str().into()),
        ("indicator", recorded.indicator.as_str().into()),
    ];
    page.line("panel-consensus", &params);
    page.raw(&effect(&recorded.effect, say));
    page.done()
}

/// A vote that was recorded.
pub(crate) fn voted(voted: &Voted, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let key = if voted.decides {
        "panel-voted"
    } else {
        "panel-voted-no-tie"
    };
    page.line(key, &[("order", joined(&voted.order).into())]);
    let columns = [
        Column::number("table-rank"),
        Column::code("table-application"),
    ];
    let rows = voted.order.iter().map(|id| {
        let place = voted.places.get(id).copied().flatten();
        vec![
            place.map_or_else(|| "—".to_owned(), |place| place.to_string()),
            id.to_string(),
        ]
    });
    page.table(&columns, rows);
    page.done()
}

/// The panel's opinion and the list it proposes.
pub(crate) fn decided(decided: &Decided, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-decided", &[]);
    page.facts(&[
        ("fact-proposed", joined(&decided.proposed)),
        ("fact-undecided", decided.undecided.to_string()),
        ("fact-open-seats", decided.open_seats.to_string()),
        ("fact-results-words", decided.results.words.clone()),
    ]);
    page.done()
}

/// What was taken from a file.
pub(crate) fn taken(taken: &FileTaken, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-taken", &[]);
    page.facts(&[
        ("fact-facts", taken.facts.to_string()),
        ("fact-explanations", taken.explanations.to_string()),
        ("fact-consensus", taken.consensus.to_string()),
        ("fact-votes", taken.votes.to_string()),
    ]);
    let refused = taken.refused.iter();
    page.refused(
        "entries-refused",
        refused.map(|one| (one.entry.clone(), &one.notice)),
    );
    page.done()
}
