//! Cut and changed documents: a page or a card, never a panic.

use hengping_render::{Card, Kind, PictureSize, Pool};

use crate::support::{pdf, pool, sample};

/// Opens, draws and reads; only the outcome's absence of panic and of lost pools counts.
fn look(pool: &Pool, kind: Kind, bytes: &[u8]) -> Result<(), Card> {
    let document = pool.open("a01", kind, bytes)?;
    pool.page_image(&document, 1, PictureSize::Dpi(48))?;
    pool.page_text(&document, 1).map(drop)
}

#[test]
fn cut_and_flipped_documents_yield_a_page_or_a_card() {
    let Some(pool) = pool() else { return };
    let mut samples = vec![pdf("BT /F1 24 Tf 20 100 Td (Evidence) Tj ET")];
    samples.extend(sample("pdfjs/4820d947-issue2128r.pdf"));
    samples.extend(sample("pdfjs/13fd4811-noembed-sjis.pdf"));
    let mut seen = std::collections::BTreeSet::new();
    for bytes in &samples {
        for at in (0..bytes.len()).step_by(bytes.len() / 60) {
            seen.insert(look(&pool, Kind::Pdf, &bytes[..at]));
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            seen.insert(look(&pool, Kind::Pdf, &flipped));
        }
    }
    assert!(
        seen.contains(&Ok(())) && seen.contains(&Err(Card::Damaged)),
        "{seen:?}"
    );
    assert!(!seen.contains(&Err(Card::Unavailable)), "{seen:?}");
    assert!(
        look(&pool, Kind::Pdf, &samples[0]).is_ok(),
        "the pool still works"
    );
}
