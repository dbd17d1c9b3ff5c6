//! What the material check says of complete, incomplete and suspicious applications.

use super::*;
use crate::amount::Fen;
use crate::application::{FieldValue, Source};
use crate::id::FieldCode;
use crate::scheme::parse;

const SCHEME: &str = include_str!("../scheme/tests/minimal.toml");

fn key(code: &str, years_back: u8) -> FieldKey {
    let code = FieldCode::new(code).unwrap();
    FieldKey { code, years_back }
}

fn declared(value: FieldValue) -> DeclaredValue {
    let source = None;
    DeclaredValue { value, source }
}

fn money(wan: i64) -> DeclaredValue {
    declared(FieldValue::Money(Fen(wan * 1_000_000)))
}

fn item(code: &str, content: &[u8]) -> SubmittedItem {
    SubmittedItem {
        code: EvidenceCode::new(code).unwrap(),
        file_name: format!("{code}.pdf"),
        digest: Some(Digest::of(content)),
        file: FileState::Readable { pages: 10 },
        pages: None,
    }
}

/// A complete application; `n` makes its enterprise different from the others.
fn complete(n: usize) -> Submitted {
    let body = format!("91110000MA00000{n:02}");
    let check = crate::credit_code::check_character(&body).unwrap();
    let enterprise = Enterprise {
        name: format!("企业{n}"),
        credit_code: format!("{body}{check}"),
        legal_representative: format!("代表{n}"),
        group: None,
        shareholders: Vec::new(),
        unit: UnitCode::new("ZJ").unwrap(),
    };
    let years = (0..3).map(|back| (key("F01", back), money(100)));
    let choice = (
        IndicatorCode::new("A2").unwrap(),
        OptionCode::new("full").unwrap(),
    );
    Submitted {
        id: ApplicationId::new(format!("a{n}")).unwrap(),
        enterprise,
        enterprise_type: TypeCode::new("R").unwrap(),
        fields: years.collect(),
        choices: [choice].into(),
        evidence: vec![item("E01", format!("file {n}").as_bytes())],
    }
}

fn units(quota: u32) -> BTreeMap<UnitCode, Unit> {
    let name = "浙江".to_owned();
    [(UnitCode::new("ZJ").unwrap(), Unit { name, quota })].into()
}

fn find(submitted: &[Submitted]) -> Vec<Finding> {
    check(&parse(SCHEME).unwrap(), &units(2), submitted)
}

fn kinds(submitted: &[Submitted]) -> Vec<FindingKind> {
    find(submitted).iter().map(|finding| finding.kind).collect()
}

/// The kinds found when one complete application is changed.
fn after(change: impl FnOnce(&mut Submitted)) -> Vec<FindingKind> {
    let mut one = complete(1);
    change(&mut one);
    kinds(&[one])
}

#[test]
fn complete_applications_have_no_findings() {
    assert_eq!(find(&[complete(1), complete(2)]), []);
}

#[test]
fn what_is_missing_is_named() {
    use FindingKind::*;
    let no_evidence = after(|one| one.evidence.clear());
    assert_eq!(no_evidence, [MissingEvidence, LeafWithoutEvidence]);
    let missing_file = after(|one| one.evidence[0].file = FileState::Missing);
    assert_eq!(
        missing_file,
        [MissingEvidence, MissingFile, LeafWithoutEvidence]
    );
    let year = after(|one| drop(one.fields.remove(&key("F01", 2))));
    assert_eq!(year, [MissingYear]);
    assert_eq!(after(|one| one.choices.clear()), [MissingChoice]);
    let mixed = after(|one| one.enterprise_type = TypeCode::new("C").unwrap());
    assert_eq!(mixed, [MissingMainType]);
    let required = SCHEME.replacen("kind = \"money\"", "kind = \"money\"\nrequired = true", 1);
    let mut one = complete(1);
    one.fields.clear();
    let findings = check(&parse(&required).unwrap(), &units(2), &[one]);
    assert_eq!(findings[0].kind, MissingField);
    assert_eq!(findings[0].to_string(), "F01 营业收入 is missing");
    assert_eq!(findings[0].codes, ["F01"]);
}

#[test]
fn what_the_scheme_does_not_know_is_refused() {
    use FindingKind::*;
    let unknown_type = after(|one| one.enterprise_type = TypeCode::new("Z").unwrap());
    assert_eq!(unknown_type, [UnknownType]);
    let unit = after(|one| one.enterprise.unit = UnitCode::new("XX").unwrap());
    assert_eq!(unit, [UnknownUnit]);
    let field = after(|one| drop(one.fields.insert(key("F09", 0), money(1))));
    assert_eq!(field, [UnknownField]);
    let year = after(|one| drop(one.fields.insert(key("F01", 3), money(1))));
    assert_eq!(year, [UnknownField]);
    let evidence = after(|one| one.evidence.push(item("E99", b"other")));
    assert_eq!(evidence, [UnknownEvidence]);
    let option = OptionCode::new("perhaps").unwrap();
    let choice = after(|one| one.choices.values_mut().for_each(|o| *o = option.clone()));
    assert_eq!(choice, [UnknownChoice]);
    let value = after(|one| drop(one.fields.insert(key("F01", 0), money(-1))));
    assert_eq!(value, [InvalidValue]);
}

#[test]
fn files_and_pages_are_looked_at() {
    use FindingKind::*;
    let state = |file| after(|one| one.evidence[0].file = file);
    assert_eq!(state(FileState::Unreadable), [UnreadableFile]);
    assert_eq!(state(FileState::WrongKind), [FileKind]);
    assert_eq!(state(FileState::Unknown), []);
    let pages = |first, last| after(|one| one.evidence[0].pages = Some(PageRange { first, last }));
    assert_eq!(pages(3, 10), []);
    for (first, last) in [(3, 11), (0, 2), (5, 4)] {
        assert_eq!(pages(first, last), [PagesOutside]);
    }
    let doubled = after(|one| one.evidence.push(item("E01", b"another file")));
    assert_eq!(doubled, [DoubledEvidence]);
}

#[test]
fn a_declared_source_must_be_there() {
    let with = |code: &str, page| {
        let evidence = EvidenceCode::new(code).unwrap();
        after(|one| {
            let value = one.fields.get_mut(&key("F01", 0)).unwrap();
            value.source = Some(Source { evidence, page });
        })
    };
    assert_eq!(with("E01", 10), []);
    for (code, page) in [("E01", 11), ("E01", 0), ("E02", 1)] {
        assert_eq!(
            with(code, page),
            [FindingKind::SourceNotFound],
            "{code} {page}"
        );
    }
}

#[test]
fn implausible_values_name_the_rule() {
    let mut one = complete(1);
    one.fields.insert(key("F01", 0), money(1001));
    let findings = find(&[one]);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].kind, FindingKind::Implausible);
    assert_eq!(findings[0].codes, ["P1"]);
    assert_eq!(findings[0].to_string(), "同比变动过大");
}

#[test]
fn a_quota_names_every_application_of_the_unit() {
    let findings = find(&[complete(1), complete(2), complete(3)]);
    assert_eq!(findings.len(), 1);
    let ids: Vec<&str> = findings[0]
        .applications
        .iter()
        .map(|id| id.as_str())
        .collect();
    assert_eq!(
        (findings[0].kind, ids),
        (FindingKind::QuotaExceeded, vec!["a1", "a2", "a3"])
    );
    assert_eq!(findings[0].severity, Severity::Refused);
    assert_eq!(findings[0].to_string(), "浙江 recommends 3, its quota is 2");
}

#[test]
fn relations_between_applicants_are_found() {
    use FindingKind::*;
    let pair = |change: &dyn Fn(&mut Submitted, &Submitted)| {
        let (first, mut second) = (complete(1), complete(2));
        change(&mut second, &first);
        kinds(&[first, second])
    };
    let same_code = pair(&|b, a| b.enterprise.credit_code = a.enterprise.credit_code.clone());
    assert_eq!(same_code, [DuplicateCreditCode]);
    assert_eq!(
        pair(&|b, _| b.enterprise.name = "企 业1".into()),
        [DuplicateName]
    );
    assert_eq!(
        pair(&|b, _| b.enterprise.shareholders = vec!["企业1".into()]),
        [Shareholder]
    );
    let person = pair(&|b, _| b.enterprise.legal_representative = "代表1".into());
    assert_eq!(person, [SameRepresentative]);
    assert_eq!(pair(&|b, a| b.id = a.id.clone()), [DuplicateId]);
    assert_eq!(
        pair(&|b, a| b.evidence = a.evidence.clone()),
        [IdenticalFile]
    );
    let (mut first, mut second) = (complete(1), complete(2));
    first.enterprise.group = Some("集团(中国)".into());
    second.enterprise.group = Some("集团（中国）".into());
    assert_eq!(kinds(&[first, second]), [SameGroup]);
}

#[test]
fn a_bound_volume_under_several_items_of_one_enterprise_is_normal() {
    let again = after(|one| one.evidence.push(item("E02", b"file 1")));
    // The small scheme has one code only; nothing is said of the file.
    assert_eq!(again, [FindingKind::UnknownEvidence]);
}

#[test]
fn kinds_are_written_by_their_codes() {
    for kind in FindingKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
    }
}

#[test]
fn a_wrong_credit_code_is_told() {
    let wrong = after(|one| one.enterprise.credit_code = "91110000802100433C".into());
    assert_eq!(wrong, [FindingKind::InvalidCreditCode]);
}
