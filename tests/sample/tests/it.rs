//! The sample round keeps its promises: same bytes in every run, quotes that stand where the
//! reviews say, and inputs that the shipped scheme accepts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hengping_core::amount::Hundredths;
use hengping_core::id::{IndicatorCode, OptionCode, TypeCode};
use hengping_core::mark::Judgement;
use hengping_core::scheme::{self, LeafMode, Scheme};
use hengping_sample::folder::lay_out_item;
use hengping_sample::inputs::Enterprise;
use hengping_sample::{Inputs, Press, text, write_enterprise};
use rust_decimal::Decimal;
use toml::{Table, Value};

static PRESS: LazyLock<Press> = LazyLock::new(|| Press::new().unwrap());
static INPUTS: LazyLock<Inputs> = LazyLock::new(|| Inputs::read(&folder()).unwrap());
static SCHEME: LazyLock<Scheme> = LazyLock::new(|| {
    let text = fs::read_to_string(&INPUTS.scheme).unwrap();
    scheme::parse(&text).unwrap()
});

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../review-packages/sample")
}

fn enterprise(id: &str) -> &'static Enterprise {
    let mut all = INPUTS.enterprises.iter();
    all.find(|one| one.content.id == id).unwrap()
}

fn table(path: &Path) -> Table {
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Every marks file by its name.
fn marks_files() -> BTreeMap<String, Vec<Table>> {
    let mut files = BTreeMap::new();
    for sub in ["reviews", "variants"] {
        for entry in fs::read_dir(folder().join(sub)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            files.insert(name, tables(&table(&path), "application"));
        }
    }
    files
}

fn tables(from: &Table, key: &str) -> Vec<Table> {
    let list = from.get(key).and_then(Value::as_array);
    let tables = list.into_iter().flatten().map(|v| v.as_table().unwrap());
    tables.cloned().collect()
}

fn word<'a>(from: &'a Table, key: &str) -> &'a str {
    from[key].as_str().unwrap()
}

fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|e| {
            let name = e.file_name().to_string_lossy().into_owned();
            (name, fs::read(e.path()).unwrap())
        })
        .collect()
}

#[test]
fn an_enterprise_is_printed_alike_every_time_and_damaged_where_it_should_be() {
    let damaged = enterprise("a08");
    let print = || {
        let scratch = tempfile::tempdir().unwrap();
        write_enterprise(&PRESS, &INPUTS, damaged, scratch.path(), &[]).unwrap();
        files_of(&scratch.path().join("a08"))
    };
    let (once, twice) = (print(), print());
    assert_eq!(
        once.keys().collect::<Vec<_>>(),
        twice.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &once {
        assert!(*bytes == twice[name], "{name} differs");
    }
    let research = &once["E07-研发专项审计.pdf"];
    assert!(research.starts_with(b"%PDF"));
    assert!(!research.windows(5).any(|w| w == b"%%EOF"));
}

#[test]
fn every_report_has_fifteen_pages_and_every_application_eight_items() {
    for one in &INPUTS.enterprises {
        assert!(one.content.evidence.len() >= 8);
        let report = one
            .content
            .evidence
            .iter()
            .find(|i| i.code == "E02")
            .unwrap();
        let pages = lay_out_item(&PRESS, &INPUTS, one, report).unwrap();
        assert!(pages.pages().len() >= 15, "{}", one.content.id);
    }
}

#[test]
fn the_practice_application_explains_anchors_that_the_scheme_has() {
    let practice = &INPUTS.practice;
    let mut explained = 0;
    for item in &practice.content.evidence {
        lay_out_item(&PRESS, &INPUTS, practice, item).unwrap();
        let paper = practice.content.story[&item.code].as_table().unwrap();
        for section in tables(paper, "section") {
            let Some(example) = section.get("example").and_then(Value::as_table) else {
                continue;
            };
            let code = IndicatorCode::new(word(example, "indicator")).unwrap();
            let leaf = SCHEME
                .leaves()
                .into_iter()
                .find(|at| at.indicator.code == code);
            let leaf = leaf.expect("a leaf of the scheme");
            assert_eq!(leaf.indicator.name.zh, word(example, "name"));
            assert!(matches!(leaf.leaf.mode, LeafMode::Scored { .. }), "{code}");
            let mut anchors = SCHEME.anchors_of(leaf.leaf).iter();
            let anchor = anchors.find(|anchor| anchor.name.zh == word(example, "anchor"));
            let anchor = anchor.expect("an anchor of the leaf");
            let range = format!("{}–{}", anchor.from, anchor.to);
            assert_eq!(range, word(example, "range"), "{code}");
            explained += 1;
        }
    }
    assert_eq!(explained, 3);
}

#[test]
fn every_quote_stands_on_its_page() {
    let mut printed: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut quotes = 0;
    for (file, applications) in marks_files() {
        for application in &applications {
            let id = word(application, "id");
            for cite in citations(application) {
                let (code, quote) = (word(&cite, "evidence"), word(&cite, "quote"));
                let pages = printed
                    .entry((id.to_owned(), code.to_owned()))
                    .or_insert_with(|| pages_of(id, code));
                let page = usize::try_from(cite["page"].as_integer().unwrap()).unwrap();
                let found = pages[page - 1].contains(&text::without_blanks(quote));
                assert!(found, "{file} {id} {code} page {page}: {quote}");
                quotes += 1;
            }
        }
    }
    assert!(quotes > 200, "only {quotes} quotes");
}

fn pages_of(id: &str, code: &str) -> Vec<String> {
    let one = enterprise(id);
    let item = one.content.evidence.iter().find(|item| item.code == code);
    let laid_out = lay_out_item(&PRESS, &INPUTS, one, item.unwrap()).unwrap();
    text::of_pages(&laid_out)
}

fn citations(application: &Table) -> Vec<Table> {
    let marks = tables(application, "mark");
    let proposals = tables(application, "proposal");
    let both = marks.iter().chain(&proposals);
    both.flat_map(|entry| tables(entry, "cite")).collect()
}

#[test]
fn the_scheme_takes_every_declared_value_and_choice() {
    for one in &INPUTS.enterprises {
        let content = &one.content;
        for (code, value) in &content.fields {
            let field = SCHEME.fields.iter().find(|f| f.code.as_str() == code);
            let field = field.unwrap_or_else(|| panic!("no field {code}"));
            let texts: Vec<String> = match value {
                Value::Array(list) => list.iter().map(|v| v.as_str().unwrap().into()).collect(),
                one => vec![one.as_str().unwrap().into()],
            };
            let taken = match field.kind {
                scheme::FieldKind::List => field.parse_list(&texts).map(|_| ()),
                _ => texts
                    .iter()
                    .try_for_each(|text| field.parse(text).map(|_| ())),
            };
            assert!(taken.is_ok(), "{} {code}: {taken:?}", content.id);
        }
        for (code, option) in &content.choices {
            let code = IndicatorCode::new(code.clone()).unwrap();
            let option = OptionCode::new(option.as_str().unwrap()).unwrap();
            let LeafMode::Choice { options, .. } = &SCHEME.leaf(&code).unwrap().leaf.mode else {
                panic!("{code} is no choice");
            };
            assert!(options.iter().any(|known| known.code == option));
        }
    }
}

#[test]
fn only_the_planned_items_and_fields_are_missing() {
    let required = SCHEME.evidence.iter().filter(|kind| kind.required);
    let required: Vec<_> = required.map(|kind| kind.code.as_str()).collect();
    let mut missing = Vec::new();
    for one in &INPUTS.enterprises {
        let has: BTreeSet<_> = one
            .content
            .evidence
            .iter()
            .map(|i| i.code.as_str())
            .collect();
        let lacks = required.iter().filter(|code| !has.contains(*code));
        missing.extend(lacks.map(|code| (one.content.id.as_str(), *code)));
        let fields = SCHEME.fields.iter().filter(|field| field.required);
        let filled = |code: &str| one.content.fields.contains_key(code);
        assert!(fields.into_iter().all(|field| filled(field.code.as_str())));
    }
    assert_eq!(missing, [("a05", "E16")]);
}

#[test]
fn experts_mark_every_leaf_they_may_and_nothing_else() {
    let judged: BTreeSet<String> = SCHEME
        .leaves()
        .iter()
        .filter(|at| matches!(at.leaf.mode, LeafMode::Scored { .. }))
        .map(|at| at.indicator.code.to_string())
        .collect();
    let (mut recused, mut unmarked) = (Vec::new(), Vec::new());
    for (file, applications) in marks_files() {
        let ids: BTreeSet<_> = applications
            .iter()
            .map(|a| word(a, "id").to_owned())
            .collect();
        assert_eq!(ids.len(), applications.len(), "{file} names one twice");
        assert!(
            ids.len() == 12 || file.contains('-'),
            "{file} covers {ids:?}"
        );
        for application in &applications {
            let id = word(application, "id").to_owned();
            if application.contains_key("recuse") {
                assert_eq!(application.len(), 2, "a recusal says nothing else");
                recused.push((file.clone(), id));
                continue;
            }
            let marked = marked_leaves(application, &enterprise(&id).content.enterprise_type);
            let rest = judged.difference(&marked).cloned();
            unmarked.extend(rest.map(|leaf| (file.clone(), id.clone(), leaf)));
        }
    }
    assert_eq!(recused, [("e4".to_owned(), "a06".to_owned())]);
    assert_eq!(unmarked, [("e3".into(), "a12".into(), "E2.3".into())]);
}

/// The leaves that are marked, each mark being one that the scheme takes.
fn marked_leaves(application: &Table, enterprise_type: &str) -> BTreeSet<String> {
    let enterprise_type = TypeCode::new(enterprise_type).unwrap();
    let marks = tables(application, "mark");
    let leaf_of = |mark: &Table| {
        let leaf = word(mark, "indicator");
        let score: Decimal = word(mark, "score").parse().unwrap();
        let judgement = Judgement::Score(Hundredths::from_decimal(score).unwrap());
        let code = IndicatorCode::new(leaf).unwrap();
        assert_eq!(SCHEME.accepts(&code, &judgement, &enterprise_type), Ok(()));
        leaf.to_owned()
    };
    marks.iter().map(leaf_of).collect()
}

#[test]
fn opinions_fill_what_the_scheme_requires() {
    for (file, applications) in marks_files() {
        for application in applications.iter().filter(|a| !a.contains_key("recuse")) {
            let opinion = application["opinion"].as_table().unwrap();
            let given = word(opinion, "recommendation");
            let mut known = SCHEME.opinion.recommendations.iter();
            assert!(known.any(|r| r.code.as_str() == given), "{file} {given}");
            let fields = opinion["fields"].as_table().unwrap();
            for field in SCHEME.opinion.fields.iter().filter(|field| field.required) {
                assert!(fields.contains_key(field.code.as_str()), "{file}");
            }
        }
    }
}

#[test]
fn real_files_are_shared_out_without_loss() {
    let scratch = tempfile::tempdir().unwrap();
    for n in 0..5 {
        fs::write(scratch.path().join(format!("{n}.pdf")), b"%PDF-").unwrap();
    }
    fs::write(scratch.path().join("notes.txt"), b"").unwrap();
    let all = hengping_sample::foreign::list(scratch.path()).unwrap();
    let shares = (0..3).map(|at| hengping_sample::foreign::share(&all, at, 3).len());
    assert_eq!(shares.collect::<Vec<_>>(), [2, 2, 1]);
}
