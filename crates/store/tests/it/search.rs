//! Search over page texts.

use hengping_core::id::Digest;
use hengping_store::table::pages::{PageRow, Scope};
use hengping_store::work::WorkStore;
use proptest::prelude::*;

use crate::support::{Bench, key};

fn store_with(bench: &Bench, texts: &[&str]) -> WorkStore {
    let mut store = bench.with_applications("wang");
    let pages: Vec<PageRow> = (1..)
        .zip(texts)
        .map(|(number, text)| PageRow {
            number,
            text: (*text).to_owned(),
            has_text: !text.is_empty(),
            recognised: number == 2,
        })
        .collect();
    let document = Digest::of(b"file");
    store
        .write_pages(|tx| tx.put(&key("a01"), document, &pages))
        .unwrap();
    store
}

/// Page numbers and the words found on them.
fn search(store: &WorkStore, query: &str) -> Vec<(u32, Vec<String>)> {
    let key = key("a01");
    let found = store
        .read()
        .pages()
        .search(query, Scope::Application(&key), 100)
        .unwrap();
    let words = |hit: &hengping_store::table::pages::Hit| {
        let text = &hit.page.text;
        hit.places
            .iter()
            .map(|place| text[place.clone()].to_owned())
            .collect()
    };
    found
        .hits
        .iter()
        .map(|hit| (hit.page.number, words(hit)))
        .collect()
}

#[test]
fn one_two_and_more_characters_are_found() {
    let bench = Bench::new();
    let store = store_with(&bench, &["全年电子商务交易额", "電子發票", "", "末尾是电"]);
    let one = |page: u32, word: &str| (page, vec![word.to_owned()]);
    assert_eq!(
        search(&store, "电"),
        [one(1, "电"), one(2, "電"), one(4, "电")]
    );
    assert_eq!(search(&store, "电子"), [one(1, "电子"), one(2, "電子")]);
    assert_eq!(search(&store, "商务交易"), [one(1, "商务交易")]);
    assert_eq!(search(&store, "发票"), [one(2, "發票")]);
    assert_eq!(search(&store, "子商"), [one(1, "子商")]);
    assert_eq!(search(&store, "交易所"), []);
    assert_eq!(search(&store, ""), []);
}

#[test]
fn breaks_widths_and_signs_are_no_obstacle() {
    let bench = Bench::new();
    let texts = [
        "网络零\r\n售额 12,345.67 万元",
        "ＩＳＯ９００１ 认证\t\"AAA\" * NOT (x)",
    ];
    let store = store_with(&bench, &texts);
    assert_eq!(
        search(&store, "零售额12,345.67"),
        [(1, vec!["零\r\n售额 12,345.67".to_owned()])]
    );
    assert_eq!(search(&store, "iso9001认证").len(), 1);
    assert_eq!(search(&store, "9001").len(), 1);
    assert_eq!(search(&store, "\"AAA\" * NOT (x)").len(), 1);
    assert_eq!(search(&store, "\"").len(), 1);
}

#[test]
fn pages_without_text_are_counted() {
    let bench = Bench::new();
    let store = store_with(&bench, &["文字", "", ""]);
    let key = key("a01");
    let found = store
        .read()
        .pages()
        .search("文字", Scope::Application(&key), 10)
        .unwrap();
    assert_eq!(
        (found.hits.len(), found.unsearchable, found.is_cut),
        (1, 2, false)
    );
    let other = Scope::Document(&key, Digest::of(b"another"));
    assert_eq!(
        store.read().pages().search("文字", other, 10).unwrap().hits,
        []
    );
}

#[test]
fn a_document_read_again_takes_the_place_of_its_text() {
    let bench = Bench::new();
    let mut store = store_with(&bench, &["旧的文字"]);
    let page = PageRow {
        number: 1,
        text: "新的文字".to_owned(),
        has_text: true,
        recognised: false,
    };
    let document = Digest::of(b"file");
    store
        .write_pages(|tx| tx.put(&key("a01"), document, &[page]))
        .unwrap();
    assert_eq!(search(&store, "旧的"), []);
    assert_eq!(search(&store, "新的文字").len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn every_part_of_a_text_finds_it(
        text in "[一-三电子商务A-C0-2,。 \n]{1,40}",
        from in 0_usize..40,
        length in 1_usize..6,
    ) {
        let bench = Bench::new();
        let store = store_with(&bench, &[&text]);
        let part: String = text.chars().skip(from).take(length).collect();
        let found = search(&store, &part);
        prop_assert_eq!(found.is_empty(), part.trim().is_empty());
    }
}

#[test]
fn a_document_that_is_stored_in_parts_is_found_whole_or_not_at_all() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let page = |number: u32, text: &str| PageRow {
        number,
        text: text.to_owned(),
        has_text: true,
        recognised: false,
    };
    let (first, second) = ([page(1, "增值税")], [page(2, "增值税率")]);
    let document = Digest::of(b"file");
    let stage = |store: &mut WorkStore, part: &[PageRow], is_first: bool| {
        store
            .write_pages(|tx| tx.stage(&key("a01"), document, part, is_first))
            .unwrap();
    };
    stage(&mut store, &first, true);
    assert_eq!(search(&store, "增值"), []);
    let known = |store: &WorkStore| {
        store
            .read()
            .pages()
            .count(Scope::Document(&key("a01"), document))
    };
    assert_eq!(known(&store).unwrap(), 0);
    // Broken off here and begun again, nothing is there twice.
    stage(&mut store, &first, true);
    stage(&mut store, &second, false);
    store
        .write_pages(|tx| tx.finish(&key("a01"), document))
        .unwrap();
    let found: Vec<u32> = search(&store, "增值")
        .iter()
        .map(|(page, _)| *page)
        .collect();
    assert_eq!(found, [1, 2]);
    assert_eq!(known(&store).unwrap(), 2);
}
