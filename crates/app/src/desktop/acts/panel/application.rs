//! One application: every leaf with the marks of all experts, values, opinions.
//!
//! Trap: a mark that was agreed for an expert lies on top of the sealed one; both are shown.

use std::collections::BTreeMap;

use hengping_core::application::{EvidenceItem, Media};
use hengping_core::citation::{Citation, PdfBox};
use hengping_core::id::{ApplicationId, CitationId, Digest, IndicatorCode, TicketId};
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::{LayerMark, Whose};
use hengping_core::merge::facts::Provenance;
use hengping_core::merge::{Absence, Standing};
use hengping_core::review::Review;
use hengping_core::scheme::{Indicator, LeafMode, Scheme};
use hengping_core::score::exact::PRINTED_DIGITS;
use hengping_core::score::outcome::{
    ApplicationOutcome, ItemKind, LeafOutcome, LeafSource, LeafState, MarkState, RawMark,
};

use super::{both, named, results, who};
use crate::desktop::acts::document::page_of;
use crate::desktop::acts::text::id;
use crate::desktop::leaf_views::decimal;
use crate::desktop::points;
use crate::desktop::session::Session;
use crate::desktop::wire::TextView;
use crate::desktop::wire::desk::EvidenceView;
use crate::desktop::wire::document::CitationView;
use crate::desktop::wire::panel::application::*;
use crate::desktop::wire::round::OfApplication;
use crate::error::{Refused, Result};
use crate::panel::{Act, Evaluation, Names, Record, Seen, words};
use crate::written;

/// Places of marks and values of formulas.
const SHOWN: u32 = 4;

/// What is looked at of one application.
struct Page<'a> {
    record: &'a Record,
    names: Names,
    id: &'a ApplicationId,
    outcome: &'a ApplicationOutcome,
    /// The review that counts, by ticket.
    reviews: BTreeMap<&'a TicketId, &'a Review>,
    /// Agreed marks of this application, in order.
    layers: Vec<&'a LayerMark>,
    /// Tickets and leaves that diverge; no leaf stands for the total.
    diverging: Vec<(&'a str, Option<&'a IndicatorCode>)>,
}

pub(in crate::desktop) fn panel_application(
    session: &mut Session,
    request: OfApplication,
) -> Result<PanelApplication> {
    let id: ApplicationId = id(&request.application)?;
    let ctx = session.context();
    let panel = session.panel()?;
    let seen = panel.seen_opened(&ctx)?;
    let report = panel.results(&ctx)?;
    let unknown = || Refused::UnknownApplication {
        application: request.application.clone(),
    };
    let line = report
        .applications
        .iter()
        .find(|line| line.application == id);
    let line = line.ok_or_else(unknown)?;
    let row = results::row(&seen, &report, &Names::of(&seen.record.scheme), line);
    let view = seen.evaluate(|evaluation| {
        let page = Page::of(&seen.record, evaluation, &id)?;
        Some(page.view(row, evaluation))
    });
    Ok(view.ok_or_else(unknown)?)
}

impl<'a> Page<'a> {
    fn of(
        record: &'a Record,
        evaluation: &'a Evaluation<'_>,
        id: &'a ApplicationId,
    ) -> Option<Self> {
        let layers = record.acts.iter().filter_map(|act| match act.decision() {
            Act::Layer(mark) if mark.application == *id => Some(mark),
            _ => None,
        });
        let flags = evaluation.outcome.divergences.iter();
        let flags = flags.filter(|flag| flag.application == *id);
        let standings = evaluation.merged.standings.iter();
        let pieces = evaluation.pieces.reviews();
        let reviews = standings.filter_map(|(ticket, row)| {
            let review = pieces.get(&digest(row.get(id)?)?)?;
            Some((ticket, *review))
        });
        Some(Self {
            record,
            names: Names::of(&record.scheme),
            id,
            outcome: evaluation.outcome.application(id)?,
            reviews: reviews.collect(),
            layers: layers.collect(),
            diverging: flags
                .map(|flag| (flag.expert.as_str(), flag.leaf.as_ref()))
                .collect(),
        })
    }

    fn view(
        &self,
        row: super::super::super::wire::panel::results::PanelResultRow,
        evaluation: &Evaluation<'_>,
    ) -> PanelApplication {
        let body = self.record.applications().get(self.id);
        let items = body.into_iter().flat_map(|body| &body.evidence);
        PanelApplication {
            application: self.id.to_string(),
            row,
            experts: self.experts(evaluation),
            nodes: self.nodes(),
            values: self.values(evaluation),
            items: self.items(),
            opinions: self.opinions(),
            evidence: items.map(evidence).collect(),
        }
    }

    fn experts(&self, evaluation: &Evaluation<'_>) -> Vec<PanelExpert> {
        let standings = evaluation.merged.standings.iter();
        let asked = standings.filter_map(|(ticket, row)| Some((ticket, row.get(self.id)?)));
        let experts = asked.map(|(ticket, standing)| {
            let totals = self.outcome.totals.iter();
            let total = totals
                .clone()
                .find(|one| one.expert.as_str() == ticket.as_str());
            PanelExpert {
                who: who(&self.record.register, ticket.as_str()),
                state: state(standing).to_owned(),
                total: total.map(|one| one.total.to_fixed(2)),
                dropped: total.is_some_and(|one| one.dropped),
                diverges: self.diverging.contains(&(ticket.as_str(), None)),
            }
        });
        let mut experts: Vec<_> = experts.filter(|one| one.who.kind == "expert").collect();
        experts.sort_by_key(|one| one.who.number);
        experts
    }

    fn nodes(&self) -> Vec<PanelNode> {
        let mut nodes = Vec::new();
        for top in &self.record.scheme.tree {
            self.add_node(top, 0, &mut nodes);
        }
        nodes
    }

    fn add_node(&self, indicator: &Indicator, depth: u32, nodes: &mut Vec<PanelNode>) {
        let node = self.outcome.nodes.iter();
        let node = node.clone().find(|node| node.indicator == indicator.code);
        let leaf = self.outcome.leaf(&indicator.code);
        nodes.push(PanelNode {
            indicator: indicator.code.to_string(),
            name: TextView::from(&indicator.name),
            depth,
            most: decimal(indicator.points.of(&self.outcome.enterprise_type)),
            points: node
                .and_then(|node| node.points.as_ref())
                .map(|points| points.to_text(PRINTED_DIGITS)),
            state: node
                .map_or("undecided", |node| leaf_state(node.state))
                .to_owned(),
            leaf: leaf.map(|leaf| self.leaf(leaf)),
        });
        for child in indicator.children() {
            self.add_node(child, depth + 1, nodes);
        }
    }

    fn leaf(&self, leaf: &LeafOutcome) -> PanelLeaf {
        let option = leaf.option.as_ref().map(ToString::to_string);
        let source = serde_json::to_value(leaf.source).ok();
        let source = source.as_ref().and_then(|source| source.as_str());
        let key = format!("source-{}", source.unwrap_or_default());
        let marks = leaf.marks.iter();
        let mut marks: Vec<_> = marks.map(|mark| self.mark(leaf, mark)).collect();
        marks.sort_by_key(|mark| mark.who.number);
        PanelLeaf {
            source: both(|say| say.say(&key, &[])),
            marked: matches!(leaf.source, LeafSource::Experts | LeafSource::Agreed),
            valid: leaf.valid,
            asked: leaf.asked,
            mark: option.or_else(|| leaf.mark.as_ref().map(|mark| mark.to_text(SHOWN))),
            scale: scale(&self.record.scheme, leaf, self.outcome),
            marks,
            agreed: self.agreed(&leaf.indicator, &Whose::Panel),
        }
    }

    fn mark(&self, leaf: &LeafOutcome, raw: &RawMark) -> PanelMark {
        let ticket = raw.expert.as_str();
        let review = self.reviews.iter();
        let review = review.clone().find(|(known, _)| known.as_str() == ticket);
        let sealed = review.and_then(|(_, review)| {
            let marks = review.marks.iter();
            marks.clone().find(|mark| mark.indicator == leaf.indicator)
        });
        let value = match &raw.state {
            MarkState::Scored(value) => Some(value.to_text(SHOWN)),
            _ => None,
        };
        let option = sealed.and_then(|mark| match &mark.judgement {
            Judgement::Choice(option) => {
                Some(option_name(&self.record.scheme, leaf, option.as_str()))
            }
            _ => None,
        });
        let whose = ticket.parse().ok().map(Whose::Expert);
        let cited = sealed.map_or(&[][..], |mark| &mark.citations);
        PanelMark {
            who: who(&self.record.register, ticket),
            value,
            text: option.unwrap_or_else(|| both(|say| words::mark_text(&raw.state, say))),
            dropped: raw.dropped,
            diverges: self.diverging.contains(&(ticket, Some(&leaf.indicator))),
            agreed: whose.and_then(|whose| self.agreed(&leaf.indicator, &whose)),
            comment: sealed.map_or_else(String::new, |mark| mark.comment.clone()),
            citations: review.map_or_else(Vec::new, |(_, review)| citations(review, cited)),
        }
    }

    fn agreed(&self, leaf: &IndicatorCode, whose: &Whose) -> Option<PanelAgreed> {
        let layers = self.layers.iter().rev();
        let mark = layers
            .clone()
            .find(|mark| mark.indicator == *leaf && mark.whose == *whose)?;
        Some(PanelAgreed {
            value: mark
                .judgement
                .as_ref()
                .map_or_else(String::new, judgement_text),
            ground: mark.ground.slug().to_owned(),
            reason: mark.reason.clone(),
            by: mark.keyed_by.join("; "),
            at: mark.at.to_string(),
        })
    }

    fn values(&self, evaluation: &Evaluation<'_>) -> Vec<PanelValue> {
        let facts = evaluation.facts.of(self.id).into_iter();
        let values = facts.map(|(fact, held)| {
            let fact = written::fact(&fact);
            PanelValue {
                name: fact_name(&self.names, &fact),
                unit: self.names.unit(&fact).to_owned(),
                declared: held.before.as_ref().map(written::value),
                now: written::value(&held.value),
                from: provenance(&held.provenance),
                fact,
            }
        });
        values.collect()
    }

    fn items(&self) -> Vec<PanelItem> {
        let items = self.outcome.items.iter();
        let items = items.map(|item| {
            let code = item.indicator.as_str();
            PanelItem {
                indicator: code.to_owned(),
                name: named(code, self.names.indicator(code)),
                kind: match item.kind {
                    ItemKind::Bonus => "bonus",
                    ItemKind::Deduction => "deduction",
                    ItemKind::Veto => "veto",
                }
                .to_owned(),
                count: item.count.as_ref().map(|count| count.to_text(SHOWN)),
                points: item.points.to_text(SHOWN),
            }
        });
        items.collect()
    }

    fn opinions(&self) -> Vec<PanelOpinionView> {
        let scheme = &self.record.scheme;
        let opinions = self.reviews.iter().map(|(ticket, review)| {
            let recommendation = review.opinion.recommendation.as_ref().map(|code| {
                let all = scheme.opinion.recommendations.iter();
                let found = all.clone().find(|one| one.code == *code);
                named(code.as_str(), found.map(|one| &one.name))
            });
            let fields = scheme.opinion.fields.iter().filter_map(|field| {
                let text = review.opinion.fields.get(&field.code)?;
                (!text.trim().is_empty()).then(|| (TextView::from(&field.name), text.clone()))
            });
            PanelOpinionView {
                who: who(&self.record.register, ticket.as_str()),
                recommendation,
                fields: fields.collect(),
            }
        });
        let mut opinions: Vec<_> = opinions.collect();
        opinions.sort_by_key(|one| one.who.number);
        opinions
    }
}

/// The review behind a standing; one that does not count is shown as kept.
fn digest(standing: &Standing) -> Option<Digest> {
    match standing {
        Standing::Counts(counted) => Some(counted.digest),
        Standing::Absent(
            Absence::Withdrawn { kept }
            | Absence::Recused { kept }
            | Absence::Replaced { kept, .. },
        ) => *kept,
        Standing::Absent(_) => None,
    }
}

fn state(standing: &Standing) -> &'static str {
    crate::panel::cell(standing)
}

fn leaf_state(state: LeafState) -> &'static str {
    match state {
        LeafState::Scored => "scored",
        LeafState::NotApplicable => "not_applicable",
        LeafState::Undecided => "undecided",
    }
}

fn scale(
    scheme: &Scheme,
    leaf: &LeafOutcome,
    outcome: &ApplicationOutcome,
) -> Option<(String, String)> {
    let at = scheme.leaf(&leaf.indicator)?;
    let scale = scheme.marking_scale(at, &outcome.enterprise_type)?;
    Some((decimal(scale.min), decimal(scale.max)))
}

fn option_name(scheme: &Scheme, leaf: &LeafOutcome, code: &str) -> TextView {
    let options = match scheme.leaf(&leaf.indicator).map(|at| &at.leaf.mode) {
        Some(LeafMode::Choice { options, .. }) => options.as_slice(),
        _ => &[],
    };
    let found = options.iter().find(|option| option.code.as_str() == code);
    named(code, found.map(|option| &option.name))
}

/// A judgement in one short text.
pub(super) fn judgement_text(judgement: &Judgement) -> String {
    match judgement {
        Judgement::Score(score) => decimal(score.to_decimal()),
        Judgement::Choice(option) => option.to_string(),
        Judgement::NotApplicable => "/".to_owned(),
    }
}

/// The name of a fact as written.
pub(super) fn fact_name(names: &Names, fact: &str) -> TextView {
    match fact {
        "type" => both(|say| say.say("table-type", &[])),
        _ => named(fact, names.fact(fact)),
    }
}

/// Where a value comes from.
pub(super) fn provenance(from: &Provenance) -> TextView {
    let key = match from {
        Provenance::Declared => "from-declared",
        Provenance::Office => "from-office",
        Provenance::Decided { .. } => "from-decided",
        Provenance::Visited { .. } => "from-visited",
    };
    both(|say| say.say(key, &[]))
}

/// The citations of a review with these ids.
pub(super) fn citations(review: &Review, cited: &[CitationId]) -> Vec<PanelCitation> {
    let found = cited.iter().filter_map(|id| {
        let all = review.citations.iter();
        all.clone().find(|citation| citation.id == *id)
    });
    found.map(|found| citation(review, found)).collect()
}

/// Names of citations are unique within an expert's store only.
fn key(review: &Review, citation: &Citation) -> String {
    format!("{}:{}", review.ticket, citation.id)
}

fn citation(review: &Review, citation: &Citation) -> PanelCitation {
    PanelCitation {
        citation: key(review, citation),
        evidence: citation.evidence.to_string(),
        document: citation.document.to_string(),
        page: citation.page,
        quote: citation.quote.clone(),
    }
}

fn evidence(item: &EvidenceItem) -> EvidenceView {
    EvidenceView {
        code: item.code.to_string(),
        title: item.title.clone(),
        document: item.digest.to_string(),
        pages: item.pages.map(|range| (range.first, range.last)),
        bytes: item.size,
        media: match item.media {
            Media::Pdf => "pdf",
            Media::Jpeg => "jpeg",
            Media::Png => "png",
        }
        .to_owned(),
        seen: Vec::new(),
    }
}

/// What all experts cite of a document, with the boxes as the page is shown; nothing before the
/// opening. A page that cannot be read leaves its citations without boxes.
pub(in crate::desktop) fn cited(
    session: &mut Session,
    application: &ApplicationId,
    document: Digest,
) -> Result<Vec<CitationView>> {
    let ctx = session.context();
    let seen = session.panel()?.seen(&ctx)?;
    let found = cited_places(&seen, application, document);
    let mut shapes = BTreeMap::new();
    for (page, ..) in &found {
        if !shapes.contains_key(page) {
            let open = page_of(session, application, document, *page);
            shapes.insert(*page, open.ok().map(|open| open.shape));
        }
    }
    let view = |(page, mut view, boxes): (u32, CitationView, Vec<PdfBox>)| {
        if let Some(Some(shape)) = shapes.get(&page) {
            let areas = boxes.iter().filter_map(|area| points::shown(shape, *area));
            view.areas = areas.collect();
        }
        view
    };
    Ok(found.into_iter().map(view).collect())
}

fn cited_places(
    seen: &Seen,
    application: &ApplicationId,
    document: Digest,
) -> Vec<(u32, CitationView, Vec<PdfBox>)> {
    let body = seen.record.applications().get(application);
    let first = |citation: &Citation| {
        let items = body.into_iter().flat_map(|body| &body.evidence);
        let mut of_it = items.filter(|item| item.code == citation.evidence);
        of_it
            .find_map(|item| item.pages)
            .map_or(1, |range| range.first)
    };
    seen.evaluate(|evaluation| {
        let counted = evaluation.merged.standings.values();
        let seals = counted.filter_map(|row| digest(row.get(application)?));
        let reviews = evaluation.pieces.reviews();
        let reviews = seals.filter_map(|seal| reviews.get(&seal).copied());
        let all = reviews.flat_map(|review| review.citations.iter().map(move |one| (review, one)));
        let here = all.filter(|(_, one)| one.document == document);
        here.map(|(review, one)| {
            let of_marks = review
                .marks
                .iter()
                .filter(|mark| mark.citations.contains(&one.id));
            let view = CitationView {
                citation: key(review, one),
                evidence: one.evidence.to_string(),
                document: one.document.to_string(),
                page: one.page,
                page_in_item: (one.page + 1).saturating_sub(first(one)),
                quote: one.quote.clone(),
                areas: Vec::new(),
                indicators: of_marks.map(|mark| mark.indicator.to_string()).collect(),
                facts: Vec::new(),
                present: true,
            };
            (one.page, view, one.boxes.clone())
        })
        .collect()
    })
}
