//! What somebody is about to sign, shown before it is signed.
//!
//! Owns the words on standard error and the question at a terminal. Trap: where nobody sits at a
//! terminal nothing is asked, so the words must have been shown before, and stand in the answer.

use std::io::{IsTerminal, Write};

use hengping_app::error::{Error, Refused};
use hengping_app::messages::Catalogue;

/// Shows the words; at a terminal they must be agreed to, unless they were in advance.
pub(crate) fn to(words: &str, in_advance: bool, say: &Catalogue) -> Result<(), Error> {
    let mut err = std::io::stderr();
    // A closed pipe is no error of ours.
    let _ = writeln!(err, "{words}");
    if in_advance || !std::io::stdin().is_terminal() {
        return Ok(());
    }
    let _ = write!(err, "{} ", say.say("ask-sign", &[]));
    let _ = err.flush();
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    if !line.ends_with('\n') {
        // The line was ended with Ctrl-D; what follows begins on its own.
        let _ = writeln!(err);
    }
    match read.is_ok() && is_yes(&line) {
        true => Ok(()),
        false => Err(Refused::NotAgreed.into()),
    }
}

fn is_yes(line: &str) -> bool {
    matches!(line.trim(), "y" | "Y" | "yes" | "是")
}

#[cfg(test)]
mod tests {
    use super::is_yes;

    #[test]
    fn only_a_yes_agrees() {
        assert!(["y\n", "Y", "yes\r\n", "是"].into_iter().all(is_yes));
        assert!(!["", "\n", "n", "不", "yesterday"].into_iter().any(is_yes));
    }
}
