//! Large documents, read block by block.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hengping_render::{BLOCK, BlockFailed, BlockSource, Card, Kind, PictureSize};

use crate::support::{pdf, pool};

struct Stored {
    bytes: Vec<u8>,
    read: Arc<AtomicU64>,
    /// Number of the block that fails its check.
    bad: Option<u64>,
}

impl BlockSource for Stored {
    fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn block(&mut self, index: u64) -> Result<Vec<u8>, BlockFailed> {
        self.read.fetch_add(1, Ordering::Relaxed);
        if self.bad == Some(index) {
            return Err(BlockFailed);
        }
        Ok(self
            .bytes
            .chunks(BLOCK as usize)
            .nth(index as usize)
            .ok_or(BlockFailed)?
            .to_vec())
    }
}

/// A PDF of about 70 MiB: a page, and a long comment before its table of contents.
fn large() -> Vec<u8> {
    let mut content = "BT /F1 24 Tf 20 100 Td (Bound volume) Tj ET\n".to_owned();
    content.extend(std::iter::repeat_n("% filling\n", 7 * 1024 * 1024));
    pdf(&content)
}

#[test]
fn a_large_document_is_drawn_from_blocks() {
    let Some(pool) = pool() else { return };
    let bytes = large();
    assert!(bytes.len() > hengping_render::MAX_WHOLE);
    assert_eq!(
        pool.open("a01", Kind::Pdf, &bytes).err(),
        Some(Card::OutOfMemory)
    );
    let read = Arc::new(AtomicU64::new(0));
    let source = Stored {
        bytes,
        read: read.clone(),
        bad: None,
    };
    let document = pool
        .open_blocks("a01", Kind::Pdf, Box::new(source))
        .expect("opens");
    assert!(
        read.load(Ordering::Relaxed) < 10,
        "opening reads the ends only"
    );
    let image = pool
        .page_image(&document, 1, PictureSize::Width(300))
        .expect("draws");
    assert!(image.rgba.iter().any(|value| *value < 128));
    assert!(
        pool.page_text(&document, 1)
            .expect("reads")
            .text()
            .contains("Bound volume")
    );
}

#[test]
fn a_block_that_fails_poisons_the_document() {
    let Some(pool) = pool() else { return };
    let source = Stored {
        bytes: large(),
        read: Arc::default(),
        bad: Some(30),
    };
    let document = pool
        .open_blocks("a01", Kind::Pdf, Box::new(source))
        .expect("its ends are sound");
    for _ in 0..2 {
        let drawn = pool.page_image(&document, 1, PictureSize::Width(300));
        assert_eq!(drawn, Err(Card::Poisoned));
    }
    assert_eq!(pool.page_text(&document, 1), Err(Card::Poisoned));
}

#[test]
fn a_block_of_the_wrong_length_poisons_the_document() {
    struct Short(Vec<u8>);
    impl BlockSource for Short {
        fn length(&self) -> u64 {
            self.0.len() as u64
        }
        fn block(&mut self, _: u64) -> Result<Vec<u8>, BlockFailed> {
            Ok(self.0[..self.0.len() - 1].to_vec())
        }
    }
    let Some(pool) = pool() else { return };
    let bytes = pdf("BT /F1 24 Tf 20 100 Td (Short) Tj ET");
    let opened = pool.open_blocks("a01", Kind::Pdf, Box::new(Short(bytes)));
    assert_eq!(opened.err(), Some(Card::Poisoned));
}
