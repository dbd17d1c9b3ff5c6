//! Forty hard documents of the test data, and an application that rests on them.
//!
//! Owns which, and why each is hard. What becomes of them is shown by the specs that open them.

use std::fs;

use crate::{Applicant, data};

/// A document of the test data and why it is hard.
#[derive(Debug, Clone, Copy)]
pub struct Hard {
    /// Below the folder `pdf` of the test data.
    pub file: &'static str,
    /// What is wrong or unusual with it.
    pub why: &'static str,
}

const fn hard(file: &'static str, why: &'static str) -> Hard {
    Hard { file, why }
}

/// Broken, locked, huge, Chinese and Japanese without fonts, hostile.
pub const ALL: [Hard; 40] = [
    hard(
        "pdfjs/1b2290fd-poppler-91414-0-54.pdf",
        "broken: a stream that is its own length",
    ),
    hard(
        "pdfjs/f468fc2f-REDHAT-1531897-0.pdf",
        "broken: no trailer, a stream without an end",
    ),
    hard(
        "qpdf/7c67dacc-append-xref-loop.pdf",
        "broken: tables of objects that name each other",
    ),
    hard(
        "pdfium/fd7c7174-bug_xrefv4_loop.pdf",
        "broken: a table of objects that names itself",
    ),
    hard(
        "pdfium/7c4227c1-trailer_unterminated.pdf",
        "broken: a trailer without an end",
    ),
    hard(
        "fmt/49dbc9af-T03_001_no-cross-reference-table.pdf",
        "broken: no table of objects",
    ),
    hard(
        "fmt/95546779-T04_006_premature-EOF.pdf",
        "broken: breaks off",
    ),
    hard(
        "fmt/74234517-corruptionOneByteMissing.pdf",
        "broken: one byte is missing",
    ),
    hard(
        "fmt/ae416c1d-T02-02_001_no-page-tree-node.pdf",
        "broken: no tree of pages",
    ),
    hard(
        "fmt/65060fd6-T02-02_002_page-tree-kids-links-recursive.pdf",
        "broken: a tree of pages that holds itself",
    ),
    hard(
        "fmt/43ce91f7-T02-03_006_page-object-missing.pdf",
        "broken: the page it names is not there",
    ),
    hard(
        "fmt/0233db11-T02-03_008_page-object-mediabox-missing.pdf",
        "broken: a page without a size",
    ),
    hard(
        "fmt/c779e714-T02-05-01_013_stream-keyword-missing.pdf",
        "broken: contents without a beginning",
    ),
    hard("qpdf/b61f6258-empty.pdf", "broken: no page at all"),
    hard(
        "qpdf/fbe24f64-many-nulls.pdf",
        "broken: objects that are nothing",
    ),
    hard(
        "qpdf/cf512527-broken-lzw.pdf",
        "broken: compressed data that breaks off",
    ),
    hard(
        "qpdf/18dae3c4-damaged-inline-image.pdf",
        "broken: a picture within the text that does not end",
    ),
    hard(
        "pdfjs/d40f31f1-scan-bad.pdf",
        "broken: a scan with damaged fax data",
    ),
    hard(
        "pypdf/3e333bff-libreoffice-writer-password.pdf",
        "locked: with a password",
    ),
    hard(
        "fmt/8423d1fb-simple-open-password.pdf",
        "locked: with a password, by another program",
    ),
    hard(
        "pdfium/9f2bdfbb-encrypted_hello_world_r5.pdf",
        "locked: by a revision that was withdrawn",
    ),
    hard(
        "qpdf/ec991b96-enc-XI-long-password.pdf",
        "locked: with a long password, revision 6",
    ),
    hard(
        "qpdf/93c7d3b7-short-O-U.pdf",
        "locked: with keys that are too short",
    ),
    hard(
        "pdfium/bfe206c8-encrypted_hello_world_r3_bad_okey.pdf",
        "locked: with a damaged owner's key",
    ),
    hard(
        "pdfjs/a33bc9ff-bomb_giant.pdf",
        "huge: small on disk, giant once unpacked",
    ),
    hard(
        "pdfjs/f7a44ca6-images.pdf",
        "huge: the largest file of the data",
    ),
    hard(
        "fmt/4806e51b-test_fontArialNotEmbedded.pdf",
        "huge: the most pages of the data",
    ),
    hard(
        "pdfjs/10df9316-tiling-pattern-large-steps.pdf",
        "huge: a page ten times as wide as tall",
    ),
    hard(
        "fmt/7e5f457d-balloon_a1b_jp2k.pdf",
        "huge: a page of more than a square metre, in JPEG 2000",
    ),
    hard(
        "pdfium/67cb2e48-many_rectangles.pdf",
        "huge: thousands of paths on a page",
    ),
    hard(
        "pdfjs/13fd4811-noembed-sjis.pdf",
        "CJK: Shift JIS without a font",
    ),
    hard(
        "pdfjs/cadd5b9a-noembed-eucjp.pdf",
        "CJK: EUC without a font",
    ),
    hard(
        "pdfjs/81249336-noembed-jis7.pdf",
        "CJK: JIS of seven bits without a font",
    ),
    hard(
        "pdfjs/457ee3dd-noembed-identity-2.pdf",
        "CJK: numbers of glyphs without a font",
    ),
    hard(
        "pdfjs/51451114-vertical.pdf",
        "CJK: written from top to bottom",
    ),
    hard(
        "pdfjs/d50ad3b9-90ms_rksj_h_sample.pdf",
        "CJK: a vendor's table of characters without a font",
    ),
    hard(
        "pdfjs/131aec27-ContentStreamCycleType3insideType3.pdf",
        "hostile: a glyph that draws itself",
    ),
    hard(
        "pdfjs/565be606-operator_list_cycle.pdf",
        "hostile: a form that draws itself",
    ),
    hard(
        "pdfium/5cdc6456-launch_action.pdf",
        "hostile: starts a program when it is opened",
    ),
    hard(
        "pdfium/27e6787a-js.pdf",
        "hostile: runs a script when it is opened",
    ),
];

/// An application whose evidence they are, numbered in their order; nothing without the test data.
///
/// # Panics
/// When a file cannot be read.
#[must_use]
pub fn applicant(id: &str) -> Option<Applicant> {
    let folder = data::find("pdf")?;
    let files = (1..).zip(ALL).map(|(number, hard)| {
        let content = fs::read(folder.join(hard.file)).expect("a file of the test data");
        (format!("{number:02}.pdf"), content)
    });
    Some(Applicant::new(id, "难件公司").with_files(files.collect()))
}
