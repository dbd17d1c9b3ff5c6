//! What the tests of statistics share.

use super::ratings::Ratings;
use crate::citation::Citation;
use crate::id::{ApplicationId, CitationId, Digest};
use crate::mark::{Judgement, Mark};
use crate::opinion::Opinion;
use crate::review::Review;
use crate::score::{Exact, ExpertKey};

pub(super) fn application(name: &str) -> ApplicationId {
    ApplicationId::new(name).unwrap()
}

pub(super) fn expert(name: &str) -> ExpertKey {
    ExpertKey::new(name)
}

pub(super) fn ratings(rows: &[(&str, &[(&str, u32)])]) -> Ratings {
    let mut ratings = Ratings::default();
    for (id, row) in rows {
        for (key, value) in *row {
            ratings.insert(&application(id), &expert(key), Exact::from(*value));
        }
    }
    ratings
}

/// A review of one leaf, `C3`, sealed at a minute of a day.
pub(super) fn review(ticket: &str, id: &str, minute: u32, comment: &str, pages: &[u32]) -> Review {
    let named = |page: &u32| CitationId::new(format!("c{page}")).unwrap();
    let citation = |page: &u32| Citation {
        id: named(page),
        evidence: "E04".parse().unwrap(),
        document: Digest::of(b"document"),
        page: *page,
        quote: String::new(),
        boxes: Vec::new(),
    };
    let mark = Mark {
        indicator: "C3".parse().unwrap(),
        judgement: Judgement::NotApplicable,
        comment: comment.to_owned(),
        citations: pages.iter().map(named).collect(),
        material_version: 1,
    };
    Review {
        round: "r".parse().unwrap(),
        package: "p".parse().unwrap(),
        ticket: ticket.parse().unwrap(),
        application: application(id),
        seal: 1,
        previous: None,
        lineage: "l".parse().unwrap(),
        scheme: Digest::of(b"scheme"),
        material_version: 1,
        last_notice: 0,
        unseal_reason: None,
        fact_sheet_read: None,
        proposals: Vec::new(),
        marks: vec![mark],
        citations: pages.iter().map(citation).collect(),
        opinion: Opinion::default(),
        sealed_at: format!("2026-03-01T08:{minute:02}:00Z").parse().unwrap(),
    }
}
