//! Folding, hits and boxes, on pages made by hand.

use proptest::prelude::*;

use super::*;
use crate::model::Geometry;

/// A page whose characters are 10 points wide; a line end starts a new line 20 points below.
fn page(text: &str) -> PageText {
    let (mut left, mut bottom) = (0, 80_000);
    let characters = text.chars().map(|value| {
        let rect = PageRect {
            left,
            bottom,
            right: left + 1_000,
            top: bottom + 1_200,
        };
        left += 1_000;
        if value == '\n' {
            (left, bottom) = (0, bottom - 2_000);
        }
        let rect = if value.is_whitespace() {
            PageRect::default()
        } else {
            rect
        };
        Character { value, rect }
    });
    let characters = characters.collect();
    PageText {
        page: 3,
        geometry: Geometry::default(),
        characters,
        has_picture: false,
        pictures: PageRect::default(),
    }
}

fn quotes(text: &str, needle: &str) -> Vec<String> {
    find(&page(text), needle, 10)
        .into_iter()
        .map(|hit| hit.quote)
        .collect()
}

#[test]
fn a_quote_broken_over_lines_is_found_with_one_box_a_line() {
    let page = page("2025 年度网络零售额同比\r\n增长 15.2%，其中农产品\n占三成");
    let found = locate(&page, "网络零售额同比增长15.2%，其中农产品占三成").expect("is there");
    assert_eq!(found.hit.quote, "网络零售额同比增长15.2%，其中农产品占三成");
    assert_eq!(found.hit.boxes.len(), 3);
    assert_eq!(found.hit.before, "2025年度");
    assert_eq!((found.hit.page, found.occurrences), (3, 1));
    assert_eq!(found.hit.boxes[1].left, 0);
}

#[test]
fn widths_cases_and_compatibility_forms_are_one() {
    assert_eq!(
        quotes("ＡＢＣ公司（２０２５）", "abc公司(2025)"),
        ["ＡＢＣ公司（２０２５）"]
    );
    assert_eq!(quotes("㈱ and Ⅳ", "(株) AND iv"), ["㈱ and Ⅳ"]);
    assert_eq!(
        quotes("Cafe\u{301} Müller", "café mu\u{308}ller"),
        ["Cafe\u{301} Müller"]
    );
}

#[test]
fn radicals_are_found_as_the_characters_they_stand_for() {
    assert_eq!(quotes("⼈⺠⽇报", "人民日报"), ["⼈⺠⽇报"]);
}

#[test]
fn words_stay_apart_and_hyphens_at_line_ends_join() {
    assert_eq!(
        quotes("annual\r\nturnover", "annual turnover"),
        ["annual turnover"]
    );
    assert!(quotes("an other", "another").is_empty());
    assert_eq!(quotes("turn\u{2}\r\nover", "turnover"), ["turnover"]);
    assert_eq!(quotes("turn\u{fffe}over", "turnover"), ["turnover"]);
}

#[test]
fn nothing_is_found_by_nothing() {
    for needle in ["", " ", "\n", "\u{200b}", "\u{2}"] {
        assert!(quotes("some words", needle).is_empty(), "{needle:?}");
    }
    assert!(locate(&page(""), "words").is_none());
}

#[test]
fn occurrences_are_counted_and_bounded() {
    let page = page("增长 增长 增长");
    assert_eq!(locate(&page, "增长").expect("is there").occurrences, 3);
    assert_eq!(find(&page, "增长", 2).len(), 2);
}

proptest! {
    #[test]
    fn any_stretch_of_a_page_is_found_on_it(
        text in "[a-zA-Z0-9Ａ-Ｚ一-二㈠-㈣⼀-⼈é \n，。]{1,60}",
        from in 0usize..60,
        length in 1usize..30,
    ) {
        let stretch: String = text.chars().skip(from).take(length).collect();
        let stretch = stretch.trim();
        prop_assume!(!fold(stretch).is_empty());
        let found = locate(&page(&text), stretch);
        prop_assert!(found.is_some());
        let again = locate(&page(&text), &found.map(|found| found.hit.quote).unwrap_or_default());
        prop_assert!(again.is_some(), "what is quoted is found again");
    }

    #[test]
    fn folding_and_searching_never_panic(text in "\\PC{0,80}", needle in "\\PC{0,10}") {
        for hit in find(&page(&text), &needle, 50) {
            prop_assert!(hit.boxes.iter().all(|rect| !rect.is_empty()));
        }
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }
}
