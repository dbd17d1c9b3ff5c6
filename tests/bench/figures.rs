//! Figures: many values of one thing, told by their middle and their tail.

use std::io::Write as _;

use serde_json::{Value, json};

/// One figure on standard output.
fn tell(what: &str, unit: &str, of: &str, values: Value) {
    let mut line = json!({ "what": what, "unit": unit, "of": of });
    if let (Some(line), Value::Object(values)) = (line.as_object_mut(), values) {
        line.extend(values);
    }
    // Whoever reads has gone: there is nobody to tell.
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Milliseconds of something done many times by `of`.
pub(crate) fn times(what: &str, of: &str, mut values: Vec<f64>) {
    values.sort_by(f64::total_cmp);
    let Some(worst) = values.last() else {
        return say(&format!("  {what} of {of}: not measured"));
    };
    let figures = json!({
        "n": values.len(),
        "p50": at(&values, 0.5),
        "p95": at(&values, 0.95),
        "most": worst,
    });
    tell(what, "ms", of, figures);
}

/// One number.
pub(crate) fn number(what: &str, unit: &str, of: &str, value: f64, note: &str) {
    tell(
        what,
        unit,
        of,
        json!({ "n": 1, "value": value, "note": note }),
    );
}

/// The value below which a share of all lies.
fn at(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len() as f64 * share).ceil() as usize;
    sorted[place.clamp(1, sorted.len()) - 1]
}

/// Progress, on the error stream.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
