//! Lines of made-up pages.

use proptest::prelude::*;

use super::*;
use crate::model::Character;

const SIZE: i32 = 1_000;

/// A page 100 by 200 points with these characters, each with its left and top in points from the
/// top left and a size of 10 by 10 points.
fn page(characters: &[(char, i32, i32)]) -> PageText {
    let boxed = |&(value, left, top): &(char, i32, i32)| {
        let (left, top) = (left * 100, 20_000 - top * 100);
        let rect = match value.is_whitespace() {
            true => PageRect::default(),
            false => PageRect {
                left,
                bottom: top - SIZE,
                right: left + SIZE,
                top,
            },
        };
        Character { value, rect }
    };
    let area = PageRect {
        left: 0,
        bottom: 0,
        right: 10_000,
        top: 20_000,
    };
    PageText {
        page: 1,
        geometry: Geometry { area, rotation: 0 },
        characters: characters.iter().map(boxed).collect(),
        has_picture: false,
        pictures: PageRect::default(),
    }
}

#[test]
fn a_line_is_one_run_with_an_edge_for_each_character() {
    let text = page(&[
        ('网', 10, 20),
        ('络', 20, 20),
        (' ', 0, 0),
        ('零', 36, 20),
        ('\n', 0, 0),
    ]);
    let runs = text.runs(0);
    assert_eq!(runs.len(), 1, "{runs:?}");
    assert_eq!((runs[0].first, runs[0].text.as_str()), (0, "网络 零"));
    assert_eq!(runs[0].edges, [0, 1_000, 2_000, 2_600, 3_600]);
    let place = (runs[0].left, runs[0].top, runs[0].width, runs[0].height);
    assert_eq!(place, (1_000, 2_000, 3_600, 1_000));
}

#[test]
fn columns_of_a_table_are_runs_of_one_line() {
    let text = page(&[
        ('甲', 0, 0),
        (' ', 0, 0),
        ('乙', 60, 0),
        ('\n', 0, 0),
        ('丙', 0, 12),
    ]);
    let runs = text.runs(0);
    let seen: Vec<_> = runs
        .iter()
        .map(|run| (run.text.as_str(), run.line, run.first))
        .collect();
    assert_eq!(seen, [("甲", 0, 0), ("乙", 0, 2), ("丙", 1, 4)]);
}

#[test]
fn vertical_writing_is_told_from_lines() {
    let text = page(&[
        ('竖', 80, 10),
        ('排', 80, 20),
        ('文', 80, 30),
        ('字', 65, 10),
        ('二', 65, 20),
    ]);
    let runs = text.runs(0);
    let seen: Vec<_> = runs
        .iter()
        .map(|run| (run.text.as_str(), run.direction))
        .collect();
    assert_eq!(
        seen,
        [("竖排文", Direction::Down), ("字二", Direction::Down)]
    );
    assert_eq!(runs[0].edges, [0, 1_000, 2_000, 3_000]);
}

#[test]
fn the_readers_turn_turns_the_lines() {
    let text = page(&[('甲', 10, 20), ('乙', 20, 20), ('丙', 30, 20)]);
    let directions = [
        Direction::Right,
        Direction::Down,
        Direction::Left,
        Direction::Up,
    ];
    for (quarters, direction) in (0..).zip(directions) {
        let [run] = &text.runs(quarters)[..] else {
            panic!("one run")
        };
        assert_eq!((run.direction, run.text.as_str()), (direction, "甲乙丙"));
        assert_eq!(run.edges, [0, 1_000, 2_000, 3_000]);
    }
    let turned = &text.runs(1)[0];
    assert_eq!((turned.left, turned.top), (20_000 - 2_000 - SIZE, 1_000));
}

proptest! {
    #[test]
    fn runs_hold_every_visible_character_once(
        characters in proptest::collection::vec(
            (prop::char::any(), -50..200_i32, -50..300_i32), 0..60),
        quarters in 0..8_u8,
    ) {
        let text = page(&characters);
        let runs = text.runs(quarters);
        let mut covered = vec![0; characters.len()];
        for run in &runs {
            let count = run.text.chars().count();
            prop_assert_eq!(run.edges.len(), count + 1);
            prop_assert!(run.edges.is_sorted());
            prop_assert_eq!(run.edges[0], 0);
            for at in 0..count {
                covered[run.first as usize + at] += 1;
            }
        }
        for (character, covered) in text.characters.iter().zip(covered) {
            prop_assert!(covered == 1 || (covered == 0 && character.rect.is_empty()));
        }
        prop_assert!(runs.windows(2).all(|pair| pair[0].line <= pair[1].line));
    }
}
