//! Folding of text for search, so that a query finds what a reader would call the same words.
//!
//! Compatibility forms (full and half width), case, and traditional characters are folded; white
//! space and line breaks vanish except between two Latin letters or digits, where they are one
//! space. Every folded character remembers where it came from, so a hit can be shown in the
//! original. Trap: change anything here and stored indexes no longer match; that needs a migration
//! that rebuilds them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folded text with the way back.
pub(crate) struct Folded {
    /// The folded characters.
    pub(crate) chars: Vec<char>,
    /// For each, the bytes of the original it came from.
    origins: Vec<Range<usize>>,
}

/// Where `query` stands in `text`, as bytes of the text, by the rules of every search: widths,
/// blanks and signs of layout do not count, traditional characters are simplified ones.
#[must_use]
pub fn places(text: &str, query: &str) -> Vec<Range<usize>> {
    Folded::of(text).find(&Folded::of(query))
}

impl Folded {
    /// Folds `text`.
    pub(crate) fn of(text: &str) -> Self {
        let mut folded = Self {
            chars: Vec::with_capacity(text.len() / 2),
            origins: Vec::with_capacity(text.len() / 2),
        };
        let mut gap = None;
        for (origin, cluster) in clusters(text) {
            for c in cluster.nfkc().flat_map(char::to_lowercase).map(simplified) {
                folded.push(c, &origin, &mut gap);
            }
        }
        folded
    }

    fn push(&mut self, c: char, origin: &Range<usize>, gap: &mut Option<Range<usize>>) {
        if c.is_whitespace() || c.is_control() || is_invisible(c) {
            gap.get_or_insert(origin.clone());
            return;
        }
        let before = self.chars.last().copied();
        if let Some(space) = gap.take()
            && before.is_some_and(is_latin)
            && is_latin(c)
        {
            self.chars.push(' ');
            self.origins.push(space);
        }
        self.chars.push(c);
        self.origins.push(origin.clone());
    }

    /// Where `query` occurs, as bytes of the original; occurrences do not overlap.
    pub(crate) fn find(&self, query: &Self) -> Vec<Range<usize>> {
        let (length, mut from, mut found) = (query.chars.len(), 0, Vec::new());
        if length == 0 {
            return found;
        }
        while let Some(window) = self.chars.get(from..from + length) {
            if window == query.chars {
                found.extend(self.origin(from..from + length));
                from += length;
            } else {
                from += 1;
            }
        }
        found
    }

    fn origin(&self, folded: Range<usize>) -> Option<Range<usize>> {
        let origins = self.origins.get(folded)?;
        Some(origins.first()?.start..origins.last()?.end)
    }

    /// The text as index tokens: each character with the next, the last one alone. A phrase of
    /// such tokens is exactly a run of characters.
    pub(crate) fn index_tokens(&self) -> String {
        let mut tokens = String::with_capacity(self.chars.len() * 7);
        for (index, c) in self.chars.iter().enumerate() {
            tokens.push(indexable(*c));
            tokens.extend(self.chars.get(index + 1).map(|next| indexable(*next)));
            tokens.push(' ');
        }
        tokens
    }

    /// The query that finds pages with this text; nothing for empty text.
    pub(crate) fn index_query(&self) -> Option<String> {
        let chars: Vec<char> = self.chars.iter().map(|c| indexable(*c)).collect();
        match chars.as_slice() {
            [] => None,
            // One character: any token that starts with it.
            [one] => Some(format!("\"{one}\"*")),
            many => {
                let pairs = many.windows(2).map(|pair| pair.iter().collect::<String>());
                Some(format!("\"{}\"", pairs.collect::<Vec<_>>().join(" ")))
            }
        }
    }
}

/// Base characters with the combining marks that follow them, and their places.
fn clusters(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.next()?;
        let mut end = start + first.len_utf8();
        while let Some((at, mark)) = rest.next_if(|(_, c)| is_combining_mark(*c)) {
            end = at + mark.len_utf8();
        }
        Some((start..end, text.get(start..end).unwrap_or_default()))
    })
}

/// Letters that are written with spaces between words.
fn is_latin(c: char) -> bool {
    c.is_alphanumeric() && c < '\u{2e80}'
}

/// Characters that print nothing: soft hyphen, zero-width and joining marks, byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
    )
}

/// The tokenizer of the index splits at ASCII characters that are no letters or digits; those are
/// moved to the private use area, so that they count like any other character.
fn indexable(c: char) -> char {
    if c.is_ascii() && !c.is_ascii_alphanumeric() {
        char::from_u32(0xe000 + u32::from(c)).unwrap_or(c)
    } else {
        c
    }
}

/// The simplified form of a traditional character, others as they are.
fn simplified(c: char) -> char {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    if c < '\u{3400}' {
        return c;
    }
    TABLE
        .get_or_init(simplified_table)
        .get(&c)
        .copied()
        .unwrap_or(c)
}

/// Asks OpenCC for every Han character once; folding needs one character for one.
fn simplified_table() -> HashMap<char, char> {
    let Ok(opencc) = OpenCC::from_config(BuiltinConfig::T2s) else {
        return HashMap::new();
    };
    let han = ('\u{3400}'..='\u{9fff}').chain('\u{20000}'..='\u{323af}');
    han.filter_map(|c| {
        let converted = opencc.convert(c.encode_utf8(&mut [0; 4]));
        let mut chars = converted.chars();
        match (chars.next(), chars.next()) {
            (Some(to), None) if to != c => Some((c, to)),
            _ => None,
        }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str, query: &str) -> Vec<String> {
        let found = Folded::of(text).find(&Folded::of(query));
        found
            .into_iter()
            .map(|place| text[place].to_owned())
            .collect()
    }

    #[test]
    fn widths_cases_and_traditional_forms_are_the_same() {
        assert_eq!(finds("電子商務示範企業", "电子商务"), ["電子商務"]);
        assert_eq!(
            finds("通过ＩＳＯ９００１认证", "iso9001认证"),
            ["ＩＳＯ９００１认证"]
        );
        assert_eq!(
            finds("营业收入：１２，３４５．６７万元", "12,345.67"),
            ["１２，３４５．６７"]
        );
        assert_eq!(finds("Cafe\u{301} 咖啡", "café"), ["Cafe\u{301}"]);
    }

    #[test]
    fn line_breaks_do_not_hide_words() {
        assert_eq!(
            finds("全年网络零\n  售额", "网络零售额"),
            ["网络零\n  售额"]
        );
        assert_eq!(finds("gross\nvolume", "gross volume"), ["gross\nvolume"]);
        assert_eq!(finds("to day", "today"), Vec::<String>::new());
    }

    #[test]
    fn rare_characters_are_folded_too() {
        assert_eq!(finds("喆珺玥堃𠮷", "堃𠮷"), ["堃𠮷"]);
    }

    #[test]
    fn tokens_overlap_and_end_alone() {
        assert_eq!(Folded::of("电子a").index_tokens(), "电子 子a a ");
        assert_eq!(Folded::of("电子商").index_query().unwrap(), "\"电子 子商\"");
        assert_eq!(Folded::of("电").index_query().unwrap(), "\"电\"*");
        assert_eq!(Folded::of(" \n").index_query(), None);
    }
}
