//! Views that several commands give: fingerprints, QR codes, names.

use hengping_core::id::Digest;
use hengping_core::words;
use qrcode::{Color, EcLevel, QrCode};

use super::wire::start::{FingerprintView, QrView};
use crate::error::{Refused, Result};
use crate::identity::Fingerprint;

/// Modules of white around a QR code that readers need.
const QUIET: u32 = 4;

/// A digest in every form people compare.
pub(super) fn fingerprint(digest: Digest) -> Result<FingerprintView> {
    let forms = Fingerprint::of(digest);
    Ok(FingerprintView {
        words: words::words(digest).map(str::to_owned).to_vec(),
        spoken: forms.spoken.split_whitespace().map(str::to_owned).collect(),
        hex: digest.to_string(),
        qr: qr(&digest.to_string())?,
    })
}

/// A QR code as one path: a run of dark modules of a row is one rectangle.
fn qr(text: &str) -> Result<QrView> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|_| Refused::Internal)?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        for run in row.chunk_by(|left, right| left == right).scan(0, starts) {
            if run.1 == Color::Dark {
                let (x, y) = (run.0 + QUIET as usize, y + QUIET as usize);
                path.push_str(&format!("M{x} {y}h{}v1h-{}z", run.2, run.2));
            }
        }
    }
    let side = u32::try_from(width).map_err(|_| Refused::Internal)? + 2 * QUIET;
    Ok(QrView { side, path })
}

/// Start, colour and length of each run of equal modules.
fn starts(at: &mut usize, run: &[Color]) -> Option<(usize, Color, usize)> {
    let start = *at;
    *at += run.len();
    Some((start, *run.first()?, run.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_qr_code_draws_exactly_its_dark_modules() {
        let text = Digest::of(b"x").to_string();
        let view = qr(&text).unwrap();
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).unwrap();
        let dark = code
            .to_colors()
            .iter()
            .filter(|c| **c == Color::Dark)
            .count();
        let drawn: usize = view
            .path
            .split('h')
            .skip(1)
            .step_by(2)
            .map(|part| part.split('v').next().unwrap().parse::<usize>().unwrap())
            .sum();
        assert_eq!(drawn, dark);
        assert_eq!(view.side as usize, code.width() + 8);
    }
}
