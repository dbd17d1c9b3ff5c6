//! Finding words on a page although lines break, widths differ and case changes.
//!
//! Owns the folding of text for comparison, the search, the boxes of a hit and the looking-up of
//! quotes. Does not own the text itself, nor the index over many documents.
//! Trap: folding changes lengths (㈱ becomes three characters, a line end between Han nothing), so
//! every folded character remembers the character of the page it came from.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::model::{Character, PageRect, PageText};

mod radicals;

/// Characters of context kept on each side of a hit.
const CONTEXT: usize = 24;

/// One place where the wanted words stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Page, counted from 1.
    pub page: u32,
    /// The words as the page has them, line ends removed.
    pub quote: String,
    /// One box a line.
    pub boxes: Vec<PageRect>,
    /// What stands before, on the same page.
    pub before: String,
    /// What stands after, on the same page.
    pub after: String,
}

/// A quote found on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Located {
    /// The first place.
    pub hit: Hit,
    /// How often the words stand on the page, at least 1.
    pub occurrences: usize,
}

/// Folds words for comparison: compatibility forms, case, and blanks next to Han.
pub fn fold(words: &str) -> String {
    Folded::of(words.chars()).text
}

/// Finds every place of `needle` on a page, at most `most`.
pub fn find(page: &PageText, needle: &str, most: usize) -> Vec<Hit> {
    let needle = fold(needle);
    let needle = needle.trim();
    if needle.is_empty() {
        return Vec::new();
    }
    let folded = Folded::of(page.characters.iter().map(|character| character.value));
    folded
        .text
        .match_indices(needle)
        .take(most)
        .filter_map(|(start, found)| folded.source(start, start + found.len()))
        .map(|(first, last)| hit(page, first, last))
        .collect()
}

/// Looks a quote up on a page.
pub fn locate(page: &PageText, quote: &str) -> Option<Located> {
    let hits = find(page, quote, 1_000);
    let occurrences = hits.len();
    hits.into_iter()
        .next()
        .map(|hit| Located { hit, occurrences })
}

/// What is selected from one character to another, both counted within the page from 0; `None`
/// when that is nothing that could be quoted.
pub fn select(page: &PageText, first: usize, last: usize) -> Option<Hit> {
    let selected = page.characters.get(first..=last.max(first))?;
    let seen = |character: &Character| {
        !character.value.is_whitespace()
            && !character.value.is_control()
            && !is_mark(character.value)
    };
    let start = first + selected.iter().position(seen)?;
    let end = first + selected.iter().rposition(seen)?;
    Some(hit(page, start, end))
}

/// Folded text with the way back: `origin` holds (byte in `text`, index of the source character).
struct Folded {
    text: String,
    origin: Vec<(usize, usize)>,
}

impl Folded {
    fn of(source: impl Iterator<Item = char>) -> Folded {
        let mut folded = Folded {
            text: String::new(),
            origin: Vec::new(),
        };
        let mut previous = None;
        let mut blank = None;
        let mut joined = false;
        for (index, value) in source.enumerate() {
            if is_mark(value) {
                joined |= is_hyphenation(value);
                continue;
            }
            for part in fold_character(value) {
                if part.is_whitespace() || part.is_control() {
                    blank = blank.or(Some(index)).filter(|_| !joined);
                    continue;
                }
                joined = false;
                if let (Some(at), Some(before)) = (blank.take(), previous)
                    && !is_wide(before)
                    && !is_wide(part)
                {
                    folded.push(' ', at);
                }
                folded.push(part, index);
                previous = Some(part);
            }
        }
        folded
    }

    fn push(&mut self, value: char, index: usize) {
        self.origin.push((self.text.len(), index));
        self.text.push(value);
    }

    /// First and last source character of a byte range of the folded text.
    fn source(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let at = |byte: usize| {
            self.origin
                .partition_point(|(from, _)| *from <= byte)
                .checked_sub(1)
        };
        let first = self.origin.get(at(start)?)?.1;
        let last = self.origin.get(at(end.checked_sub(1)?)?)?.1;
        (first <= last).then_some((first, last))
    }
}

fn fold_character(value: char) -> impl Iterator<Item = char> {
    std::iter::once(radicals::unified(value))
        .nfkd()
        .flat_map(char::to_lowercase)
}

/// Marks that layout leaves behind: hyphens at line ends, zero-width signs.
pub(crate) fn is_mark(value: char) -> bool {
    is_hyphenation(value)
        || matches!(
            value,
            '\0' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        )
}

/// A word goes on behind it; PDFium writes U+0002 or U+FFFE for a hyphen that ends a line.
fn is_hyphenation(value: char) -> bool {
    matches!(value, '\u{2}' | '\u{ad}' | '\u{fffe}')
}

/// Han, kana and their punctuation: scripts written without blanks.
fn is_wide(value: char) -> bool {
    matches!(
        u32::from(value),
        0x2e80..=0x30ff | 0x3100..=0x312f | 0x31a0..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff
            | 0xfe30..=0xfe4f | 0xff00..=0xff60 | 0x2_0000..=0x3_ffff
    )
}

fn hit(page: &PageText, first: usize, last: usize) -> Hit {
    let characters = &page.characters;
    let found = characters.get(first..=last).unwrap_or_default();
    let before = characters
        .get(first.saturating_sub(CONTEXT)..first)
        .unwrap_or_default();
    let end = characters.len().min(last + 1 + CONTEXT);
    let after = characters.get(last + 1..end).unwrap_or_default();
    Hit {
        page: page.page,
        quote: plain(found),
        boxes: line_boxes(found),
        before: plain(before),
        after: plain(after),
    }
}

/// Text on one line: blanks next to Han vanish, others become one space.
///
/// Decides about blanks on the folded characters, as [`Folded`] does, so that what is quoted is
/// found again.
fn plain(characters: &[Character]) -> String {
    let mut out = String::new();
    let (mut blank, mut joined) = (false, false);
    let mut previous = None;
    for value in characters.iter().map(|character| character.value) {
        if is_mark(value) {
            joined |= is_hyphenation(value);
            continue;
        }
        if value.is_whitespace() || value.is_control() {
            blank |= !joined;
            continue;
        }
        joined = false;
        let first = fold_character(value).next();
        if std::mem::take(&mut blank)
            && previous.is_some_and(|before| !is_wide(before))
            && first.is_some_and(|first| !is_wide(first))
        {
            out.push(' ');
        }
        out.push(value);
        previous = fold_character(value).last().or(previous);
    }
    out
}

/// One box for each stretch of characters that stand side by side, or one below the other in
/// vertical writing.
pub(crate) fn line_boxes(characters: &[Character]) -> Vec<PageRect> {
    let mut boxes: Vec<PageRect> = Vec::new();
    let (mut upright, mut broken) = (None, false);
    for character in characters {
        broken |= matches!(character.value, '\r' | '\n');
        let rect = character.rect;
        if rect.is_empty() {
            continue;
        }
        let below = |line: PageRect| turned(line).zip(turned(rect));
        let ends_line = std::mem::take(&mut broken);
        match boxes.last_mut() {
            Some(line) if upright != Some(true) && continues(*line, rect) => {
                upright = Some(false);
                *line = line.union(rect);
            }
            Some(line)
                if upright.map_or(!ends_line, |upright| upright)
                    && below(*line).is_some_and(|(line, rect)| continues(line, rect)) =>
            {
                upright = Some(true);
                *line = line.union(rect);
            }
            _ => {
                upright = None;
                boxes.push(rect);
            }
        }
    }
    boxes
}

/// The rectangle as it lies when vertical lines are turned to lie: top becomes left.
fn turned(rect: PageRect) -> Option<PageRect> {
    Some(PageRect {
        left: rect.top.checked_neg()?,
        bottom: rect.left,
        right: rect.bottom.checked_neg()?,
        top: rect.right,
    })
}

/// Whether `next` follows `line` on the same line: half as high in common, no wide gap, no way back.
fn continues(line: PageRect, next: PageRect) -> bool {
    let height = |rect: PageRect| i64::from(rect.top) - i64::from(rect.bottom);
    let common = i64::from(line.top.min(next.top)) - i64::from(line.bottom.max(next.bottom));
    let low = height(line).min(height(next));
    let tall = height(line).max(height(next));
    let gap = i64::from(next.left) - i64::from(line.right);
    common * 2 >= low && gap <= tall * 3 && next.left >= line.left
}

#[cfg(test)]
mod tests;
