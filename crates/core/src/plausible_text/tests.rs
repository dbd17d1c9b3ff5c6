//! What is pointed out in texts, and what is rightly left alone.

use std::collections::BTreeSet;

use super::*;
use crate::amount::Hundredths;
use crate::id::{EvidenceCode, OpinionFieldCode, RecommendationCode, TypeCode, UnitCode};
use crate::mark::Mark;
use crate::opinion::Opinion;
use crate::scheme::parse;

const SCHEME: &str =
    include_str!("../../../../review-packages/schemes/ecommerce-demonstration.toml");

fn enterprise(name: &str, person: &str) -> Enterprise {
    Enterprise {
        name: name.to_owned(),
        credit_code: String::new(),
        legal_representative: person.to_owned(),
        group: None,
        shareholders: Vec::new(),
        unit: UnitCode::new("ZJ").unwrap(),
    }
}

fn application(id: &str, name: &str, person: &str) -> Application {
    Application {
        id: ApplicationId::new(id).unwrap(),
        enterprise: enterprise(name, person),
        enterprise_type: TypeCode::new("R").unwrap(),
        fields: BTreeMap::new(),
        choices: BTreeMap::new(),
        evidence: Vec::new(),
        material_version: 1,
    }
}

struct Written {
    marks: BTreeMap<IndicatorCode, Mark>,
    opinion: Opinion,
    opened: BTreeSet<EvidenceCode>,
}

/// A mark of C3.1 with a comment, and one field of the opinion.
fn written(score: i64, comment: &str, strengths: &str) -> Written {
    let leaf = IndicatorCode::new("C3.1").unwrap();
    let mark = Mark {
        indicator: leaf.clone(),
        judgement: Judgement::Score(Hundredths(score)),
        comment: comment.to_owned(),
        citations: Vec::new(),
        material_version: 1,
    };
    let field = OpinionFieldCode::new("strengths").unwrap();
    Written {
        marks: [(leaf, mark)].into(),
        opinion: Opinion {
            fields: [(field, strengths.to_owned())].into(),
            recommendation: Some(RecommendationCode::new("recommend").unwrap()),
        },
        opened: BTreeSet::new(),
    }
}

impl Written {
    fn draft(&self) -> Draft<'_> {
        Draft {
            marks: &self.marks,
            opinion: &self.opinion,
            fact_sheet_read: true,
            opened: &self.opened,
        }
    }
}

fn opinion_place() -> TextPlace {
    TextPlace::Opinion(OpinionFieldCode::new("strengths").unwrap())
}

fn comment_place() -> TextPlace {
    TextPlace::Comment(IndicatorCode::new("C3.1").unwrap())
}

#[test]
fn the_same_text_on_two_applications_is_pointed_out_on_both() {
    let (a, b) = (
        ApplicationId::new("a").unwrap(),
        ApplicationId::new("b").unwrap(),
    );
    let first = texts(written(700, "", "供应链数字化程度高，带动本地农产品上行。").draft());
    let second = texts(written(700, "", "供应链数字化程度高 带动本地农产品上行").draft());
    let found = equal_texts(&[(&a, &first), (&b, &second)]);
    let expected = |other: &ApplicationId| {
        let (place, other) = (opinion_place(), other.clone());
        vec![Unusual::EqualText { place, other }]
    };
    assert_eq!(found[&a], expected(&b));
    assert_eq!(found[&b], expected(&a));
}

#[test]
fn short_texts_are_alike_by_nature_and_one_application_may_repeat_itself() {
    let (a, b) = (
        ApplicationId::new("a").unwrap(),
        ApplicationId::new("b").unwrap(),
    );
    let short = texts(written(700, "材料齐全，证据充分。", "").draft());
    assert!(equal_texts(&[(&a, &short), (&b, &short)]).is_empty());
    let long = "供应链数字化程度高，带动本地农产品上行。";
    let twice = texts(written(700, long, long).draft());
    assert!(equal_texts(&[(&a, &twice)]).is_empty());
}

#[test]
fn names_of_others_and_of_the_expert_are_found_with_and_without_legal_form() {
    let own = application("a", "杭州青禾电子商务有限公司", "王大明");
    let other = application("b", "宁波海通达供应链股份有限公司", "李文博");
    let names = foreign_names(&own, [(&other.id, &other.enterprise)], "陈秀英");
    let found = |text: &str| names_in_texts(&texts(written(700, "", text).draft()), &names);
    let of = |whose: Option<&Application>| {
        let whose = whose.map(|one| one.id.clone());
        let place = opinion_place();
        vec![Unusual::NameInText { place, whose }]
    };
    assert_eq!(found("宁波海通达供应链 的模式更成熟。"), of(Some(&other)));
    assert_eq!(found("法定代表人李文博有行业经验。"), of(Some(&other)));
    assert_eq!(found("评审人：陈秀英"), of(None));
    assert_eq!(found("杭州青禾的王大明有行业经验。"), Vec::new());
}

#[test]
fn the_own_group_is_no_foreign_name() {
    let mut own = application("a", "青禾电子商务（杭州）有限公司", "王大明");
    own.enterprise.group = Some("浙江青禾控股集团有限公司".to_owned());
    let sister = application("b", "浙江青禾控股集团有限公司", "王大明");
    let names = foreign_names(&own, [(&sister.id, &sister.enterprise)], "");
    assert_eq!(names, Vec::new());
}

#[test]
fn a_level_far_from_the_mark_contradicts_it_and_a_near_one_does_not() {
    let scheme = parse(SCHEME).unwrap();
    let own = application("a", "杭州青禾电子商务有限公司", "王大明");
    let found =
        |score, comment: &str| contradictions(&scheme, &own, written(score, comment, "").draft());
    let pointed = vec![Unusual::TextContradictsMark {
        place: comment_place(),
    }];
    assert_eq!(found(950, "模式创新较弱，效果有限。"), pointed);
    assert_eq!(found(400, "模式创新优秀。"), pointed);
    assert_eq!(found(950, "模式创新良好。"), Vec::new());
    assert_eq!(found(950, "起步较弱，现已优秀。"), Vec::new());
    assert_eq!(found(950, ""), Vec::new());
}

#[test]
fn naming_another_recommendation_contradicts_unless_it_is_part_of_a_third() {
    let scheme = parse(SCHEME).unwrap();
    let own = application("a", "杭州青禾电子商务有限公司", "王大明");
    let mut work = written(700, "", "证据不足，不推荐。");
    let found = |work: &Written| contradictions(&scheme, &own, work.draft());
    let pointed = vec![Unusual::TextContradictsMark {
        place: opinion_place(),
    }];
    assert_eq!(found(&work), pointed);
    work.opinion.recommendation = Some(RecommendationCode::new("decline").unwrap());
    assert_eq!(found(&work), Vec::new());
    let praised = written(700, "", "推荐单位意见明确。");
    assert_eq!(found(&praised), Vec::new());
}

#[test]
fn evidence_that_is_there_and_was_not_opened_is_pointed_out() {
    let scheme = parse(SCHEME).unwrap();
    let mut own = application("a", "杭州青禾电子商务有限公司", "王大明");
    let mut work = written(700, "有创新", "");
    let pointed = Unusual::EvidenceNeverOpened(IndicatorCode::new("C3.1").unwrap());
    let found = |own: &Application, work: &Written| {
        crate::completeness::unusual(&scheme, own, work.draft()).contains(&pointed)
    };
    assert!(!found(&own, &work), "nothing there to open");
    own.evidence = vec![evidence("E02"), evidence("E03")];
    assert!(found(&own, &work));
    work.opened.insert(EvidenceCode::new("E03").unwrap());
    assert!(!found(&own, &work));
}

fn evidence(code: &str) -> crate::application::EvidenceItem {
    let digest = crate::id::Digest::of(code.as_bytes());
    serde_json::from_value(serde_json::json!({
        "code": code, "title": code, "file_name": "e.pdf", "object": "o1",
        "digest": digest, "size": 1, "media": "pdf",
    }))
    .unwrap()
}
