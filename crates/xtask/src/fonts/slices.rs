//! Which characters lie in one file, so that a window loads what it shows and little else.
//!
//! Owns the lists alone. Trap: of two slices with the same character the later one in the styles
//! wins, so the everyday characters come last and the rest may name whole ranges.

use std::collections::BTreeSet;

/// Characters that lie in one file.
pub(super) struct Slice {
    /// End of the file's name.
    pub(super) name: String,
    /// Code points wanted; what the font lacks is left out.
    pub(super) wanted: BTreeSet<u32>,
    /// Whether a character that the font lacks is an error.
    pub(super) complete: bool,
}

/// Letters, digits and punctuation, Western and Chinese.
const SIGNS: &[(u32, u32)] = &[
    (0x20, 0x2ff),
    (0x2000, 0x2bff),
    (0x3000, 0x303f),
    (0xfe30, 0xfe4f),
    (0xff00, 0xffef),
];
/// Other scripts that a Chinese font covers: Greek, Cyrillic, kana, Bopomofo, enclosed characters.
const SCRIPTS: &[(u32, u32)] = &[(0x370, 0x4ff), (0x3040, 0x33ff)];
/// Chinese characters of the basic plane, in slices of about four thousand.
const HAN: &[(u32, u32)] = &[
    (0x3400, 0x3fff),
    (0x4000, 0x4dbf),
    (0x4e00, 0x5fff),
    (0x6000, 0x6fff),
    (0x7000, 0x7fff),
    (0x8000, 0x8fff),
    (0x9000, 0x9fff),
    (0xf900, 0xfaff),
];
/// Extension B, of which every character must be there, and what follows it up to F.
const EXTENSION_B: (u32, u32) = (0x20000, 0x2a6d6);
const EXTENSIONS: (u32, u32) = (0x2a700, 0x2ebe0);

/// Slices of the everyday face, the most frequent last.
pub(super) fn common() -> Vec<Slice> {
    let (first, second) = (gb_2312(0xb0..=0xd7), gb_2312(0xd8..=0xf7));
    let rest = |(from, to): &(u32, u32)| Slice {
        name: format!("{from:x}"),
        wanted: (*from..=*to)
            .filter(|one| !first.contains(one) && !second.contains(one))
            .collect(),
        complete: false,
    };
    let mut all: Vec<Slice> = HAN.iter().map(rest).collect();
    all.push(Slice {
        name: "scripts".into(),
        wanted: points(SCRIPTS),
        complete: false,
    });
    all.push(Slice {
        name: "second".into(),
        wanted: second,
        complete: true,
    });
    all.push(Slice {
        name: "first".into(),
        wanted: first,
        complete: true,
    });
    all.push(Slice {
        name: "signs".into(),
        wanted: points(SIGNS),
        complete: false,
    });
    all
}

/// Slices of the face for rare characters.
pub(super) fn rare() -> Vec<Slice> {
    let step = 0x1000;
    let cut = |(from, to): (u32, u32), complete| {
        (from..=to).step_by(step).map(move |begin| Slice {
            name: format!("{begin:x}"),
            wanted: (begin..begin + 0x1000).filter(|one| *one <= to).collect(),
            complete,
        })
    };
    cut(EXTENSION_B, true)
        .chain(cut(EXTENSIONS, false))
        .collect()
}

fn points(ranges: &[(u32, u32)]) -> BTreeSet<u32> {
    ranges.iter().flat_map(|(from, to)| *from..=*to).collect()
}

/// The Chinese characters of rows of GB 2312: level 1 by pronunciation, level 2 by radical.
fn gb_2312(rows: std::ops::RangeInclusive<u8>) -> BTreeSet<u32> {
    let pairs = rows.flat_map(|row| (0xa1..=0xfe).map(move |cell| [row, cell]));
    let read = |pair: [u8; 2]| {
        // GBK has GB 2312 at its places; what it adds there lies in its private use area.
        let (text, _, broken) = encoding_rs::GBK.decode(&pair);
        let one = text.chars().next().map(u32::from)?;
        (!broken && (0x4e00..=0x9fff).contains(&one)).then_some(one)
    };
    pairs.filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gb_2312_has_as_many_characters_as_its_standard_says() {
        assert_eq!(gb_2312(0xb0..=0xd7).len(), 3755);
        assert_eq!(gb_2312(0xd8..=0xf7).len(), 3008);
    }

    #[test]
    fn names_that_common_subsets_lack_are_in_some_slice() {
        let all = common();
        for one in "喆珺玥堃啊齄㐀鿕".chars().map(u32::from) {
            let holding = all.iter().filter(|slice| slice.wanted.contains(&one));
            assert_eq!(holding.count(), 1, "U+{one:X}");
        }
        assert!(rare().iter().any(|slice| slice.wanted.contains(&0x20bb7)));
    }

    #[test]
    fn the_rare_slices_cover_their_ranges_without_overlap() {
        let all: usize = rare().iter().map(|slice| slice.wanted.len()).sum();
        assert_eq!(all, 42_711 + 0x44e1);
    }
}
