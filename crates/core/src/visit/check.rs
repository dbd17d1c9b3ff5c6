//! What a visit record lacks before it can be sealed at the door.
//!
//! Owns the rules that hold for every programme. Trap: these are faults of the record, not of the
//! enterprise; an unfavourable verdict is none.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    EnterpriseStatement, Side, Signature, Subject, Treatment, Verdict, VisitLine, VisitRecord,
};
use crate::merge::facts::fits;

/// Something that must be put right before sealing. Lines are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitFault {
    /// A line repeats the subject of an earlier one.
    Repeated(usize),
    /// A value is not of the kind of the fact, or a judged leaf has one.
    Kind(usize),
    /// A line that is not simply consistent has no note.
    NoteMissing(usize),
    /// A value was verified although the verdict is that it cannot be, or the other way round.
    VerdictAndValue(usize),
    /// The verified value is to be used and there is none.
    ValueMissing(usize),
    /// Nobody of the team is named.
    NoMembers,
    /// The conclusion is empty.
    NoConclusion,
    /// A signatory, an objection or a witness is missing, or both witnesses are one.
    Enterprise,
    /// A talk or a document has no name.
    Unnamed,
    /// A signature is none, or of somebody the record does not name.
    Signature,
}

impl VisitRecord {
    /// Everything wrong with the record, lines first.
    #[must_use]
    pub fn faults(&self) -> Vec<VisitFault> {
        let mut seen = BTreeSet::new();
        let mut faults = Vec::new();
        for (place, line) in self.lines.iter().enumerate() {
            if !seen.insert(&line.subject) {
                faults.push(VisitFault::Repeated(place));
            }
            faults.extend(line_faults(line).into_iter().map(|fault| fault(place)));
        }
        if self.members.iter().all(|name| blank(name)) {
            faults.push(VisitFault::NoMembers);
        }
        if blank(&self.conclusion) {
            faults.push(VisitFault::NoConclusion);
        }
        if !enterprise_is_complete(&self.enterprise) {
            faults.push(VisitFault::Enterprise);
        }
        let talks = self.interviews.iter().map(|talk| &talk.with);
        let documents = self.documents.iter().map(|document| &document.title);
        if talks.chain(documents).any(|name| blank(name)) {
            faults.push(VisitFault::Unnamed);
        }
        if !self.signatures.iter().all(|one| self.may_sign(one)) {
            faults.push(VisitFault::Signature);
        }
        faults
    }

    /// Who is to sign for a side, as the record names them.
    #[must_use]
    pub fn signatories(&self, side: Side) -> Vec<&str> {
        let named: Vec<&String> = match (side, &self.enterprise) {
            (Side::Team, _) => self.members.iter().collect(),
            (
                Side::Enterprise,
                EnterpriseStatement::Agrees { signatory }
                | EnterpriseStatement::Objects { signatory, .. },
            ) => vec![signatory],
            (Side::Witness, EnterpriseStatement::RefusedToSign { witnesses }) => {
                witnesses.iter().collect()
            }
            _ => Vec::new(),
        };
        let names = named.into_iter().map(|name| name.trim());
        names.filter(|name| !name.is_empty()).collect()
    }

    fn may_sign(&self, one: &Signature) -> bool {
        one.is_drawn() && self.signatories(one.side).contains(&one.name.trim())
    }
}

fn blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn line_faults(line: &VisitLine) -> Vec<fn(usize) -> VisitFault> {
    let mut faults: Vec<fn(usize) -> VisitFault> = Vec::new();
    let values = [&line.declared, &line.verified];
    let fitting = values
        .into_iter()
        .flatten()
        .all(|value| match &line.subject {
            Subject::Fact(fact) => fits(fact, value),
            Subject::Indicator(_) => false,
        });
    if !fitting {
        faults.push(VisitFault::Kind);
    }
    if line.verdict != Verdict::Consistent && blank(&line.note) {
        faults.push(VisitFault::NoteMissing);
    }
    let verifiable = line.verdict != Verdict::Unverifiable;
    let is_fact = matches!(line.subject, Subject::Fact(_));
    if is_fact && verifiable != line.verified.is_some() {
        faults.push(VisitFault::VerdictAndValue);
    }
    if line.treatment == Treatment::UseVerified && line.verified.is_none() {
        faults.push(VisitFault::ValueMissing);
    }
    faults
}

fn enterprise_is_complete(statement: &EnterpriseStatement) -> bool {
    match statement {
        EnterpriseStatement::Agrees { signatory } => !blank(signatory),
        EnterpriseStatement::Objects {
            signatory,
            statement,
        } => !blank(signatory) && !blank(statement),
        EnterpriseStatement::RefusedToSign {
            witnesses: [one, two],
        } => !blank(one) && !blank(two) && one.trim() != two.trim(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::amount::Fen;
    use crate::application::FieldValue;
    use crate::id::Digest;
    use crate::mark::{FactKey, FactValue};
    use crate::visit::{Interview, Photo};

    fn money(fen: i64) -> FactValue {
        FactValue::Field(FieldValue::Money(Fen(fen)))
    }

    fn record() -> VisitRecord {
        VisitRecord {
            round: "r1".parse().unwrap(),
            package: "p1".parse().unwrap(),
            ticket: "v1".parse().unwrap(),
            application: "a1".parse().unwrap(),
            seal: 1,
            previous: None,
            lineage: "l1".parse().unwrap(),
            scheme: Digest::of(b""),
            material_version: 1,
            last_notice: 0,
            unseal_reason: None,
            lines: vec![VisitLine {
                subject: Subject::Fact(FactKey::Field("F16".parse().unwrap())),
                declared: Some(money(1_000)),
                seen: vec![],
                verified: Some(money(750)),
                verdict: Verdict::Inconsistent,
                treatment: Treatment::UseVerified,
                note: "ledger".to_owned(),
                photos: vec![],
            }],
            members: vec!["one".to_owned()],
            conclusion: "partly".to_owned(),
            enterprise: EnterpriseStatement::Agrees {
                signatory: "he".to_owned(),
            },
            interviews: vec![],
            documents: vec![],
            signatures: vec![],
            sealed_at: "2026-11-22T10:00:00Z".parse().unwrap(),
        }
    }

    fn faults(change: impl Fn(&mut VisitRecord)) -> Vec<VisitFault> {
        let mut record = record();
        change(&mut record);
        record.faults()
    }

    #[test]
    fn a_complete_record_has_no_fault_and_comes_back_from_json() {
        assert_eq!(record().faults(), []);
        let json = serde_json::to_string(&record()).unwrap();
        assert_eq!(
            serde_json::from_str::<VisitRecord>(&json).unwrap(),
            record()
        );
    }

    #[test]
    fn every_fault_is_named() {
        let doubled = faults(|r| r.lines.push(r.lines[0].clone()));
        assert_eq!(doubled, [VisitFault::Repeated(1)]);
        let kind = faults(|r| r.lines[0].declared = Some(FactValue::Count(1)));
        assert_eq!(kind, [VisitFault::Kind(0)]);
        assert_eq!(
            faults(|r| r.lines[0].note.clear()),
            [VisitFault::NoteMissing(0)]
        );
        let unverifiable = faults(|r| r.lines[0].verdict = Verdict::Unverifiable);
        assert_eq!(unverifiable, [VisitFault::VerdictAndValue(0)]);
        let missing = faults(|r| {
            r.lines[0].verdict = Verdict::Unverifiable;
            r.lines[0].verified = None;
        });
        assert_eq!(missing, [VisitFault::ValueMissing(0)]);
        assert_eq!(faults(|r| r.members.clear()), [VisitFault::NoMembers]);
        assert_eq!(faults(|r| r.conclusion.clear()), [VisitFault::NoConclusion]);
        let one_witness = |r: &mut VisitRecord| {
            let witnesses = ["a".to_owned(), "a ".to_owned()];
            r.enterprise = EnterpriseStatement::RefusedToSign { witnesses };
        };
        assert_eq!(faults(one_witness), [VisitFault::Enterprise]);
        let talk = |r: &mut VisitRecord| {
            let (with, said) = (" ".to_owned(), "yes".to_owned());
            r.interviews.push(Interview { with, said });
        };
        assert_eq!(faults(talk), [VisitFault::Unnamed]);
    }

    fn signed(side: Side, name: &str) -> impl Fn(&mut VisitRecord) {
        let one = Signature {
            side,
            name: name.to_owned(),
            strokes: vec![vec![(1, 1), (2, 2)]],
            at: "2026-11-22T10:00:00Z".parse().unwrap(),
        };
        move |record| record.signatures.push(one.clone())
    }

    #[test]
    fn only_those_whom_the_record_names_sign_it() {
        assert_eq!(faults(signed(Side::Team, "one")), []);
        assert_eq!(faults(signed(Side::Enterprise, "he")), []);
        for (side, name) in [
            (Side::Team, "he"),
            (Side::Enterprise, "one"),
            (Side::Witness, "he"),
        ] {
            assert_eq!(faults(signed(side, name)), [VisitFault::Signature]);
        }
    }

    /// As sealed before talks, documents, signatures and positions were part of a record.
    #[test]
    fn a_record_of_the_first_form_is_read_and_written_as_it_was() {
        let json = serde_json::to_string(&record()).unwrap();
        for added in ["interviews", "documents", "signatures", "original"] {
            assert!(!json.contains(added), "{added}");
        }
        let photo = r#"{"digest":"0000000000000000000000000000000000000000000000000000000000000000","taken_at":"2026-11-22T10:00:00Z"}"#;
        let read: Photo = serde_json::from_str(photo).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), photo);
    }

    #[test]
    fn the_difference_is_in_percent_of_what_was_declared() {
        let line = record().lines.remove(0);
        assert_eq!(line.difference_percent(), "-25".parse().ok());
        let free = VisitLine {
            declared: Some(money(0)),
            ..line
        };
        assert_eq!(free.difference_percent(), None);
    }
}
