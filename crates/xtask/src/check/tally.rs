//! Counts tests from the closing lines of the runners: `cargo test`, `cargo nextest`, `vitest`.

use std::fmt;

/// Tests counted so far.
#[derive(Default)]
pub(crate) struct Tally {
    passed: usize,
    failed: usize,
    skipped: usize,
}

impl Tally {
    /// Tests that passed.
    pub(crate) fn passed(&self) -> usize {
        self.passed
    }

    /// Reads one line of output; anything but a closing line counts nothing.
    pub(crate) fn read(&mut self, line: &str) {
        let line = line.trim_start();
        let closes = ["test result:", "Summary [", "Tests  "];
        if !closes.iter().any(|start| line.starts_with(start)) {
            return;
        }
        self.passed += before(line, "passed");
        self.failed += before(line, "failed") + before(line, "timed out");
        self.skipped += before(line, "skipped") + before(line, "ignored");
    }
}

/// The number that stands before a word, 0 without one.
fn before(line: &str, word: &str) -> usize {
    let number = |text: &str| text.trim_end().rsplit([' ', '(']).next()?.parse().ok();
    line.find(&format!(" {word}"))
        .and_then(|at| number(&line[..at]))
        .unwrap_or(0)
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(lines: &[&str]) -> String {
        let mut tally = Tally::default();
        lines.iter().for_each(|line| tally.read(line));
        tally.to_string()
    }

    #[test]
    fn all_runners_are_counted() {
        let cargo = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out";
        let nextest =
            "     Summary [   3.120s] 31 tests run: 30 passed (2 slow), 1 failed, 4 skipped";
        let vitest = "      Tests  1 failed | 12 passed | 2 skipped (15)";
        assert_eq!(tally(&[cargo, nextest]), "35 passed, 1 failed, 5 skipped");
        assert_eq!(tally(&[vitest]), "12 passed, 1 failed, 2 skipped");
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(
            tally(&["3 passed, 4 failed", "running 12 tests"]),
            "0 passed, 0 failed"
        );
    }
}
