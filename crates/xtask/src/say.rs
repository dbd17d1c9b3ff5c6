//! How these commands speak: progress on standard error, results on standard output.
//!
//! Trap: results must stay alone on standard output, because `--json` is read by programs.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::Duration;

/// One line of progress.
pub(crate) fn line(text: impl Display) {
    // Nothing sensible is left to do when standard error is closed.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A heading above the lines of one part of the work.
pub(crate) fn heading(text: impl Display) {
    line(format_args!("\n== {text}"));
}

/// Text that the user asked for.
pub(crate) fn result(text: impl Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Whether a person watches the progress.
pub(crate) fn watched() -> bool {
    std::io::stderr().is_terminal()
}

/// A duration as people read it: `0.4 s`, `12 s`, `3 min 05 s`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..120 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_short_to_read() {
        assert_eq!(duration(Duration::from_millis(440)), "0.4 s");
        assert_eq!(duration(Duration::from_secs(12)), "12 s");
        assert_eq!(duration(Duration::from_secs(185)), "3 min 05 s");
    }
}
