//! Cut and changed documents: a page or a card, never a panic.

use std::io::Read;

use flate2::Compression;
use flate2::read::ZlibEncoder;
use hengping_render::{Card, Kind, PictureSize, Pool};

use crate::support::{config, page, pdf, pdf_of, pool, sample, stream};

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

/// `length` bytes "q " packed twice, in a page's content: opening is cheap, drawing is not.
fn bomb(length: usize) -> Vec<u8> {
    let pack = |bytes: &mut dyn Read| {
        let mut packed = Vec::new();
        let mut packer = ZlibEncoder::new(bytes, Compression::fast());
        packer.read_to_end(&mut packed).expect("packs");
        packed
    };
    let once = pack(&mut std::io::repeat(b'q').take(length as u64));
    let twice = pack(&mut once.as_slice());
    let hex: String = twice.iter().map(|byte| format!("{byte:02x}")).collect();
    pdf_of(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        page(""),
        stream(
            "/Filter [/ASCIIHexDecode /FlateDecode /FlateDecode]",
            &format!("{hex}>"),
        ),
        "<< >>".to_owned(),
    ])
}

#[test]
fn a_document_that_unfolds_beyond_the_memory_limit_costs_a_card() {
    let Some(mut config) = config() else { return };
    config.memory = 512 << 20;
    let pool = Pool::new(config).expect("a pool");
    let sound = pool.open("a01", Kind::Pdf, &pdf("")).expect("opens");
    let folded = bomb(700 << 20);
    assert!(folded.len() < 1 << 20, "{} bytes", folded.len());
    let outcome = look(&pool, Kind::Pdf, &folded);
    assert!(
        matches!(
            outcome,
            Err(Card::WorkerCrashed | Card::OutOfMemory | Card::Damaged)
        ),
        "{outcome:?}"
    );
    assert!(
        pool.page_text(&sound, 1).is_ok(),
        "other documents are still shown"
    );
}
