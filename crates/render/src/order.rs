//! The order of columns in vertical writing.
//!
//! Owns one correction: PDFium takes columns that begin at one height for words of one line and
//! gives them from left to right, while columns are read from right to left. Lines that were
//! turned clockwise follow each other in the same way.
//! Trap: it comes before anything counts characters, as searches, runs and quotes all count them.

use std::ops::Range;

use crate::model::{Character, PageRect, PageText};
use crate::runs::{Direction, TextRun};

/// Puts columns that follow each other from left to right into their order.
pub(crate) fn mend_columns(text: &mut PageText) {
    let runs = text.runs(0);
    if !runs.iter().any(is_column) {
        return;
    }
    let mut order: Vec<Range<usize>> = Vec::with_capacity(runs.len() + 1);
    let starts = runs.iter().map(|run| run.first as usize);
    let ends = starts.clone().skip(1).chain([text.characters.len()]);
    let ranges: Vec<_> = starts.zip(ends).map(|(start, end)| start..end).collect();
    order.extend(ranges.first().map(|first| 0..first.start));
    let mut rest = runs.as_slice();
    let mut places = ranges.as_slice();
    while !rest.is_empty() {
        let count = 1 + rest.windows(2).take_while(|pair| goes_wrong(pair)).count();
        order.extend(places.iter().take(count).rev().cloned());
        rest = rest.get(count..).unwrap_or_default();
        places = places.get(count..).unwrap_or_default();
    }
    if !order.is_sorted_by_key(|range| range.start) {
        text.characters = reordered(&text.characters, order);
    }
}

fn is_column(run: &TextRun) -> bool {
    run.direction == Direction::Down && run.edges.len() > 2
}

/// Whether the second of two columns stands beside the first one, to its right.
fn goes_wrong(pair: &[TextRun]) -> bool {
    let [first, second] = pair else { return false };
    let overlap =
        (first.top + first.height).min(second.top + second.height) - first.top.max(second.top);
    is_column(first)
        && is_column(second)
        && second.left >= first.left + first.width / 2
        && overlap * 2 > first.height.min(second.height)
}

/// The characters in this order, a line's end after each stretch that has none.
fn reordered(characters: &[Character], order: Vec<Range<usize>>) -> Vec<Character> {
    let mut out: Vec<Character> = Vec::with_capacity(characters.len() + order.len());
    for range in order {
        let stretch = characters.get(range).unwrap_or_default();
        if let Some(last) = out.last()
            && !last.value.is_whitespace()
            && !stretch.is_empty()
        {
            out.push(Character {
                value: '\n',
                rect: PageRect::default(),
            });
        }
        out.extend_from_slice(stretch);
    }
    out
}
