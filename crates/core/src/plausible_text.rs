//! What about the words of a review deserves a second look: the same text on two applications,
//! names that should not stand there, words of the scheme that say otherwise than the mark.
//!
//! Owns the comparison only; nothing here stops a seal. Which words stand for which mark is the
//! scheme's (names of anchors and recommendations), so a scheme without them contradicts nothing.
//! Trap: what is pointed out too often is not read any more, so every rule here keeps silent when
//! in doubt: short texts are alike by nature, and a neighbouring level is no contradiction.

use std::collections::BTreeMap;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::application::{Application, Enterprise};
use crate::completeness::{Draft, Unusual};
use crate::id::{ApplicationId, IndicatorCode, OpinionFieldCode};
use crate::mark::Judgement;
use crate::scheme::{LeafRef, Scale, Scheme};

/// Least characters, folded, from which two equal texts are pointed out.
const LEAST_EQUAL: usize = 16;
/// Least characters of a company's name without its legal form.
const LEAST_SHORT_NAME: usize = 4;
/// Least characters of the name of a person other than the expert: two are often a plain word.
const LEAST_PERSON: usize = 3;
/// Levels between the mark's and the one that is named, from which they contradict.
const LEAST_LEVELS: usize = 2;
/// Ends of company names that say nothing among companies, longest first.
const LEGAL_FORMS: [&str; 6] = [
    "集团股份有限公司",
    "股份有限公司",
    "有限责任公司",
    "集团有限公司",
    "有限公司",
    "集团",
];

/// Where an expert wrote something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextPlace {
    /// Comment of a leaf.
    Comment(IndicatorCode),
    /// Field of the opinion.
    Opinion(OpinionFieldCode),
}

impl TextPlace {
    /// Code of the leaf or the field.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Comment(leaf) => leaf.as_str(),
            Self::Opinion(field) => field.as_str(),
        }
    }
}

/// A name that should not stand in a text about another enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignName {
    /// The name, folded.
    text: String,
    /// The application it belongs to; none when it is the expert's own.
    whose: Option<ApplicationId>,
}

/// Texts of one application, folded, with their places.
pub type Texts = Vec<(TextPlace, String)>;

/// Everything that was written about one application, without what does not make a difference.
#[must_use]
pub fn texts(draft: Draft<'_>) -> Texts {
    let comments = draft.marks.iter().map(|(leaf, mark)| {
        let place = TextPlace::Comment(leaf.clone());
        (place, folded(&mark.comment))
    });
    let fields = draft.opinion.fields.iter().map(|(field, text)| {
        let place = TextPlace::Opinion(field.clone());
        (place, folded(text))
    });
    let all = comments.chain(fields);
    all.filter(|(_, text)| !text.is_empty()).collect()
}

/// Texts that stand on two applications, by application. Of several others the first is named.
#[must_use]
pub fn equal_texts(all: &[(&ApplicationId, &Texts)]) -> BTreeMap<ApplicationId, Vec<Unusual>> {
    let mut by_text: BTreeMap<&str, Vec<(&ApplicationId, &TextPlace)>> = BTreeMap::new();
    for (application, texts) in all {
        for (place, text) in *texts {
            if text.chars().count() >= LEAST_EQUAL {
                by_text.entry(text).or_default().push((application, place));
            }
        }
    }
    let mut found: BTreeMap<ApplicationId, Vec<Unusual>> = BTreeMap::new();
    for places in by_text.values() {
        for (application, place) in places {
            let other = places.iter().find(|(other, _)| other != application);
            if let Some((other, _)) = other {
                let (place, other) = ((*place).clone(), (*other).clone());
                let points = found.entry((*application).clone()).or_default();
                points.push(Unusual::EqualText { place, other });
            }
        }
    }
    found
}

/// Names of the other enterprises of the round and of the expert, for texts about `own`.
#[must_use]
pub fn foreign_names<'e>(
    own: &Application,
    others: impl IntoIterator<Item = (&'e ApplicationId, &'e Enterprise)>,
    expert: &str,
) -> Vec<ForeignName> {
    let itself = words_of(&own.enterprise);
    let is_own = |name: &str| itself.iter().any(|word| word.contains(name));
    let mut names = Vec::new();
    for (application, enterprise) in others {
        let name = folded(&enterprise.name);
        let person = folded(&enterprise.legal_representative);
        let short = short_name(&name).filter(|short| short.chars().count() >= LEAST_SHORT_NAME);
        let person = (person.chars().count() >= LEAST_PERSON).then_some(person);
        let text = short.map(str::to_owned).unwrap_or(name);
        for text in [Some(text), person].into_iter().flatten() {
            if !text.is_empty() && !is_own(&text) {
                let whose = Some(application.clone());
                names.push(ForeignName { text, whose });
            }
        }
    }
    let expert = folded(expert);
    if expert.chars().count() > 1 && !is_own(&expert) {
        names.push(ForeignName {
            text: expert,
            whose: None,
        });
    }
    names
}

/// Names of `names` that stand in `texts`, one per place and owner.
#[must_use]
pub fn names_in_texts(texts: &Texts, names: &[ForeignName]) -> Vec<Unusual> {
    let mut found = Vec::new();
    for (place, text) in texts {
        for name in names.iter().filter(|name| text.contains(&name.text)) {
            let point = Unusual::NameInText {
                place: place.clone(),
                whose: name.whose.clone(),
            };
            if !found.contains(&point) {
                found.push(point);
            }
        }
    }
    found
}

/// Texts in which the scheme's own words say otherwise than what was marked or recommended.
#[must_use]
pub fn contradictions(
    scheme: &Scheme,
    application: &Application,
    draft: Draft<'_>,
) -> Vec<Unusual> {
    let asked = crate::completeness::asked_leaves(scheme, application);
    let comments = asked
        .into_iter()
        .filter(|at| contradicts_mark(scheme, application, *at, draft))
        .map(|at| TextPlace::Comment(at.indicator.code.clone()));
    let fields = draft.opinion.fields.iter();
    let fields = fields
        .filter(|(_, text)| contradicts_recommendation(scheme, draft, text))
        .map(|(field, _)| TextPlace::Opinion(field.clone()));
    let places = comments.chain(fields);
    places
        .map(|place| Unusual::TextContradictsMark { place })
        .collect()
}

/// Whether a comment names a level far from the mark's, and none near it.
fn contradicts_mark(
    scheme: &Scheme,
    application: &Application,
    at: LeafRef<'_>,
    draft: Draft<'_>,
) -> bool {
    let Some(mark) = draft.marks.get(&at.indicator.code) else {
        return false;
    };
    let Judgement::Score(score) = mark.judgement else {
        return false;
    };
    let Some(scale) = scheme.marking_scale(at, &application.enterprise_type) else {
        return false;
    };
    let value = score.to_decimal();
    let mut levels = scale.anchors.iter();
    let Some(level) = levels.position(|anchor| anchor.from <= value && value <= anchor.to) else {
        return false;
    };
    let named = named_levels(&scale, &folded(&mark.comment));
    !named.is_empty()
        && named
            .iter()
            .all(|other| other.abs_diff(level) >= LEAST_LEVELS)
}

fn named_levels(scale: &Scale, text: &str) -> Vec<usize> {
    let names: Vec<String> = scale.anchors.iter().map(|a| folded(&a.name.zh)).collect();
    (0..names.len())
        .filter(|at| names.get(*at).is_some_and(|name| stands_in(name, text)))
        .collect()
}

/// Whether a text names a recommendation that was not given. A name that is part of another
/// (推荐 in 不推荐) is too common a word to go by.
fn contradicts_recommendation(scheme: &Scheme, draft: Draft<'_>, text: &str) -> bool {
    let Some(given) = &draft.opinion.recommendation else {
        return false;
    };
    let known = &scheme.opinion.recommendations;
    let names: Vec<_> = known
        .iter()
        .map(|one| (&one.code, folded(&one.name.zh)))
        .collect();
    let text = folded(text);
    let is_part = |name: &String| {
        names
            .iter()
            .any(|(_, other)| other != name && other.contains(name.as_str()))
    };
    names
        .iter()
        .any(|(code, name)| *code != given && !is_part(name) && stands_in(name, &text))
}

/// One character is no name of a level, and an empty one stands everywhere.
fn stands_in(name: &str, text: &str) -> bool {
    name.chars().count() > 1 && text.contains(name)
}

fn words_of(enterprise: &Enterprise) -> Vec<String> {
    let names = [&enterprise.name, &enterprise.legal_representative].into_iter();
    let names = names
        .chain(&enterprise.group)
        .chain(&enterprise.shareholders);
    names.map(|name| folded(name)).collect()
}

fn short_name(name: &str) -> Option<&str> {
    LEGAL_FORMS.iter().find_map(|form| name.strip_suffix(form))
}

/// Letters, digits and Han alone, in one form: what two texts are compared by.
fn folded(text: &str) -> String {
    text.nfkc()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests;
