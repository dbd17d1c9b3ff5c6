//! What a leaf of one application stands on, before anything is aggregated.
//!
//! Owns the order of precedence: an agreed mark, then the rule for missing evidence, then facts or
//! a decision, then the experts' marks. Does not aggregate marks of expert leaves. Trap: the marks
//! of everyone asked are listed even where they do not count, so that they stay visible.

use std::collections::BTreeSet;

use crate::id::{IndicatorCode, OptionCode};
use crate::mark::Judgement;
use crate::scheme::computed::without_evidence;
use crate::scheme::{
    ChoiceEffect, ChoiceOption, ComputedOutcome, Decider, LeafMode, MissingEvidence, computed_leaf,
};

use super::aggregate::{Aggregate, Course, aggregate};
use super::exact::Exact;
use super::input::{ApplicationInput, Attendance, ExpertMarks};
use super::note::{Note, NoteKind};
use super::outcome::{AppliedMethod, LeafSource, MarkState, RawMark};
use super::plan::{LeafPoints, MarkScale, Plan, PlanLeaf};
use super::sheet::size;

/// One application under one plan.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) application: &'a ApplicationInput,
    pub(super) course: Course,
}

/// How marks of a leaf are read.
#[derive(Clone, Copy)]
pub(super) enum Marking<'a> {
    /// Values on a scale.
    Scale(&'a MarkScale),
    /// Options that give points.
    Options(&'a [ChoiceOption]),
}

impl Marking<'_> {
    pub(super) fn points(&self, mark: &Exact) -> Exact {
        match self {
            Self::Scale(scale) => scale.points(mark),
            Self::Options(_) => mark.clone(),
        }
    }

    fn read(&self, judgement: &Judgement) -> MarkState {
        match (self, judgement) {
            (_, Judgement::NotApplicable) => MarkState::NotApplicable,
            (Self::Scale(scale), Judgement::Score(score)) => {
                let mark = Exact::from(*score);
                if scale.admits(&mark) {
                    MarkState::Scored(mark)
                } else {
                    MarkState::Refused
                }
            }
            (Self::Options(options), Judgement::Choice(code)) => {
                match options.iter().find(|option| &option.code == code) {
                    Some(option) => effect_mark(&option.effect),
                    None => MarkState::Refused,
                }
            }
            _ => MarkState::Refused,
        }
    }
}

fn effect_mark(effect: &ChoiceEffect) -> MarkState {
    match effect {
        ChoiceEffect::Points(points) => MarkState::Scored((*points).into()),
        ChoiceEffect::Veto(_) => MarkState::Scored(Exact::ZERO),
        ChoiceEffect::NotApplicable => MarkState::NotApplicable,
    }
}

/// What a leaf stands on.
pub(super) enum Basis<'a> {
    /// The same for every expert.
    Settled(Settled),
    /// Each expert's mark.
    Experts(Marking<'a>),
}

/// Points that do not depend on who looks.
pub(super) struct Settled {
    pub(super) points: LeafPoints,
    pub(super) source: LeafSource,
    pub(super) mark: Option<Exact>,
    pub(super) option: Option<OptionCode>,
    pub(super) applied: Option<AppliedMethod>,
}

impl Settled {
    fn new(points: LeafPoints, source: LeafSource) -> Self {
        Self {
            points,
            source,
            mark: None,
            option: None,
            applied: None,
        }
    }
}

/// A leaf with its basis, its marks and what was noticed.
pub(super) struct Ground<'a> {
    pub(super) leaf: &'a PlanLeaf<'a>,
    pub(super) basis: Basis<'a>,
    /// One per expert asked, in the order of keys.
    pub(super) marks: Vec<RawMark>,
    pub(super) notes: Vec<Note>,
    pub(super) vetoes: Vec<IndicatorCode>,
}

impl<'a> Ground<'a> {
    fn note(&mut self, kind: NoteKind) {
        self.notes.push(Note {
            indicator: Some(self.leaf.indicator.code.clone()),
            kind,
        });
    }

    /// Looks up what `leaf` stands on.
    pub(super) fn of(case: Case<'a>, leaf: &'a PlanLeaf<'a>) -> Self {
        let mut ground = Self {
            leaf,
            basis: Basis::Settled(Settled::new(LeafPoints::Undecided, LeafSource::Decision)),
            marks: Vec::new(),
            notes: Vec::new(),
            vetoes: Vec::new(),
        };
        let settled = match ground.agreed(case) {
            Some(settled) => Some(settled),
            None => ground.without_evidence(case),
        };
        let basis = match settled {
            Some(settled) => Basis::Settled(settled),
            None => ground.by_mode(case),
        };
        ground.list_marks(case, &basis);
        ground.basis = basis;
        ground
    }

    fn by_mode(&mut self, case: Case<'a>) -> Basis<'a> {
        match &self.leaf.leaf.mode {
            LeafMode::Computed(_) => self.computed(case),
            LeafMode::Choice { decides, options } => self.choice(case, *decides, options),
            LeafMode::Scored { .. } | LeafMode::PassFail | LeafMode::Deducted { .. } => {
                self.by_experts()
            }
        }
    }

    fn by_experts(&self) -> Basis<'a> {
        match &self.leaf.scale {
            Some(scale) => Basis::Experts(Marking::Scale(scale)),
            None => Basis::Settled(Settled::new(LeafPoints::Undecided, LeafSource::Decision)),
        }
    }

    /// How a mark of this leaf is read, whatever decides the leaf.
    fn marking(&self) -> Option<Marking<'a>> {
        match &self.leaf.leaf.mode {
            LeafMode::Choice { options, .. } => Some(Marking::Options(options)),
            _ => self.leaf.scale.as_ref().map(Marking::Scale),
        }
    }

    fn computed(&mut self, case: Case<'a>) -> Basis<'a> {
        let (scheme, application) = (case.plan.scheme, case.application);
        let kind = &application.enterprise_type;
        let open = Settled::new(LeafPoints::Undecided, LeafSource::Facts);
        match computed_leaf(scheme, self.leaf.leaf, kind, application) {
            Some(ComputedOutcome::Value { value, points, .. }) => {
                let points = Exact::from(points).at_stage(scheme.aggregation.round_leaf);
                Basis::Settled(Settled {
                    mark: Some(value.into()),
                    ..Settled::new(LeafPoints::Points(points), LeafSource::Facts)
                })
            }
            Some(ComputedOutcome::TurnedOver { reason }) => {
                self.note(NoteKind::TurnedOver(reason.into()));
                self.by_experts()
            }
            // Missing evidence was looked at before; what is left open stays open.
            Some(ComputedOutcome::Zero | ComputedOutcome::Open) | None => Basis::Settled(open),
        }
    }

    fn choice(
        &mut self,
        case: Case<'a>,
        decides: Decider,
        options: &'a [ChoiceOption],
    ) -> Basis<'a> {
        let code = &self.leaf.indicator.code;
        if let Some(option) = case.application.choices.get(code) {
            if let Some(settled) = self.option(case, options, option, LeafSource::Decision) {
                return Basis::Settled(settled);
            }
            self.note(NoteKind::MarkRefused { count: 1 });
        }
        let stated = stated_options(case.application, code);
        if decides == Decider::Experts {
            self.veto_by_experts(options, &stated);
            return Basis::Experts(Marking::Options(options));
        }
        Basis::Settled(self.stated(case, options, &stated))
    }

    /// An option that nobody decided but that was stated, once or several times.
    fn stated(
        &mut self,
        case: Case<'a>,
        options: &'a [ChoiceOption],
        stated: &BTreeSet<&OptionCode>,
    ) -> Settled {
        let open = Settled::new(LeafPoints::Undecided, LeafSource::Decision);
        let settled = match stated.first() {
            Some(option) if stated.len() == 1 => {
                self.option(case, options, option, LeafSource::Decision)
            }
            first => {
                if first.is_some() {
                    self.note(NoteKind::OptionsDiffer);
                }
                self.mean_option(case, options)
            }
        };
        settled.unwrap_or(open)
    }

    /// The points of unlike options as one.
    fn mean_option(&mut self, case: Case<'a>, options: &'a [ChoiceOption]) -> Option<Settled> {
        let marking = Marking::Options(options);
        let marks = read_marks(case.application, &self.leaf.indicator.code, Some(marking));
        let numbers = numeric(&marks, None);
        if numbers.is_empty() && marks.iter().any(|m| m.state == MarkState::NotApplicable) {
            return Some(Settled::new(
                LeafPoints::NotApplicable,
                LeafSource::Decision,
            ));
        }
        let rules = &case.plan.scheme.aggregation;
        let Aggregate { value, applied, .. } = aggregate(rules.method, case.course, &numbers)?;
        let mark = value.at_stage(rules.round_mark);
        let points = LeafPoints::Points(mark.at_stage(rules.round_leaf));
        Some(Settled {
            mark: Some(mark),
            applied: Some(applied),
            ..Settled::new(points, LeafSource::Decision)
        })
    }

    /// The points of one decided option; nothing when the leaf has no such option.
    fn option(
        &mut self,
        case: Case<'a>,
        options: &[ChoiceOption],
        code: &OptionCode,
        source: LeafSource,
    ) -> Option<Settled> {
        let option = options.iter().find(|option| &option.code == code)?;
        if let ChoiceEffect::Veto(veto) = &option.effect {
            self.vetoes.push(veto.clone());
        }
        let digits = case.plan.scheme.aggregation.round_leaf;
        let (points, mark) = match effect_mark(&option.effect) {
            MarkState::Scored(mark) => (LeafPoints::Points(mark.at_stage(digits)), Some(mark)),
            _ => (LeafPoints::NotApplicable, None),
        };
        Some(Settled {
            mark,
            option: Some(code.clone()),
            ..Settled::new(points, source)
        })
    }

    /// A veto that experts choose stands only when they all do.
    fn veto_by_experts(&mut self, options: &[ChoiceOption], stated: &BTreeSet<&OptionCode>) {
        let vetoes = options.iter().filter_map(|option| match &option.effect {
            ChoiceEffect::Veto(veto) if stated.contains(&option.code) => Some(veto),
            _ => None,
        });
        for veto in vetoes {
            if stated.len() == 1 {
                self.vetoes.push(veto.clone());
            } else {
                self.notes.push(Note {
                    indicator: Some(veto.clone()),
                    kind: NoteKind::ItemUndecided,
                });
            }
        }
    }

    fn agreed(&mut self, case: Case<'a>) -> Option<Settled> {
        let judgement = case.application.agreed.get(&self.leaf.indicator.code)?;
        let settled = self.agreed_points(case, judgement);
        self.note(match settled {
            Some(_) => NoteKind::AgreedMark,
            None => NoteKind::MarkRefused { count: 1 },
        });
        settled
    }

    fn agreed_points(&mut self, case: Case<'a>, judgement: &Judgement) -> Option<Settled> {
        let marking = self.marking()?;
        if let (Marking::Options(options), Judgement::Choice(code)) = (marking, judgement) {
            return self.option(case, options, code, LeafSource::Agreed);
        }
        let digits = case.plan.scheme.aggregation.round_leaf;
        match marking.read(judgement) {
            MarkState::Scored(mark) => {
                let points = marking.points(&mark).at_stage(digits);
                Some(Settled {
                    mark: Some(mark),
                    ..Settled::new(LeafPoints::Points(points), LeafSource::Agreed)
                })
            }
            MarkState::NotApplicable => {
                Some(Settled::new(LeafPoints::NotApplicable, LeafSource::Agreed))
            }
            _ => None,
        }
    }

    fn without_evidence(&mut self, case: Case<'a>) -> Option<Settled> {
        if !without_evidence(self.leaf.leaf, case.application) {
            return None;
        }
        let rule = self.leaf.leaf.missing_evidence;
        self.note(NoteKind::EvidenceMissing {
            missing: self.leaf.leaf.evidence.clone(),
            rule: rule.into(),
        });
        let points = match rule {
            MissingEvidence::KeepWithNote => return None,
            MissingEvidence::Zero => LeafPoints::Points(Exact::ZERO),
            MissingEvidence::Panel => LeafPoints::Undecided,
        };
        Some(Settled::new(points, LeafSource::Decision))
    }

    /// Lists the marks of a leaf that experts mark, and those that exist of any other.
    fn list_marks(&mut self, case: Case<'a>, basis: &Basis<'a>) {
        let code = &self.leaf.indicator.code;
        let experts = &case.application.experts;
        let for_experts = matches!(basis, Basis::Experts(_));
        if !for_experts && !experts.values().any(|e| e.marks.contains_key(code)) {
            return;
        }
        self.marks = read_marks(case.application, code, self.marking());
        let refused = self.marks.iter().filter(|m| m.state == MarkState::Refused);
        let refused = size(refused.count());
        if refused > 0 {
            self.note(NoteKind::MarkRefused { count: refused });
        }
        let on_facts = matches!(basis, Basis::Settled(s) if s.source == LeafSource::Facts);
        let marks = size(numeric(&self.marks, None).len());
        if on_facts && marks > 0 {
            self.note(NoteKind::MarksOnFacts { marks });
        }
    }
}

/// The options that present experts' rows state.
fn stated_options<'a>(
    application: &'a ApplicationInput,
    code: &IndicatorCode,
) -> BTreeSet<&'a OptionCode> {
    let present = application
        .experts
        .values()
        .filter(|expert| expert.attendance == Attendance::Present);
    let marks = present.filter_map(|expert| expert.marks.get(code));
    let options = marks.filter_map(|mark| match mark {
        Judgement::Choice(option) => Some(option),
        _ => None,
    });
    options.collect()
}

fn read_marks(
    application: &ApplicationInput,
    code: &IndicatorCode,
    marking: Option<Marking<'_>>,
) -> Vec<RawMark> {
    let read = |expert: &ExpertMarks| match expert.attendance {
        Attendance::Recused => MarkState::Recused,
        Attendance::Absent => MarkState::Absent,
        Attendance::Present => match (expert.marks.get(code), marking) {
            (None, _) => MarkState::NotScored,
            (Some(judgement), Some(marking)) => marking.read(judgement),
            (Some(_), None) => MarkState::Refused,
        },
    };
    let experts = application.experts.iter();
    experts
        .map(|(key, expert)| RawMark {
            expert: key.clone(),
            state: read(expert),
            dropped: false,
        })
        .collect()
}

/// The numbers among marks, in order, without the one at `without`.
pub(super) fn numeric(marks: &[RawMark], without: Option<usize>) -> Vec<&Exact> {
    let counted = marks.iter().enumerate();
    counted
        .filter(|(position, _)| Some(*position) != without)
        .filter_map(|(_, mark)| match &mark.state {
            MarkState::Scored(value) => Some(value),
            _ => None,
        })
        .collect()
}
