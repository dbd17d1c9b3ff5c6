//! The few words given to `cargo xtask`: a command, flags, flags with a value.
//!
//! Trap: every word must be taken by someone; `finish` refuses what is left, so that a mistyped
//! flag is never silently ignored.

use anyhow::{Context, Result, bail};

/// Words not yet taken.
pub(crate) struct Arguments {
    rest: Vec<String>,
}

impl Arguments {
    /// All words after the program's name.
    pub(crate) fn new(words: &[String]) -> Self {
        Self {
            rest: words.to_vec(),
        }
    }

    /// Takes the first word.
    pub(crate) fn command(&mut self) -> Option<String> {
        (!self.rest.is_empty()).then(|| self.rest.remove(0))
    }

    /// Takes the first word if it is this one.
    pub(crate) fn takes(&mut self, word: &str) -> bool {
        let is_it = self.rest.first().is_some_and(|first| first == word);
        if is_it {
            self.rest.remove(0);
        }
        is_it
    }

    /// Takes a flag without a value.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.rest.len();
        self.rest.retain(|word| word != name);
        self.rest.len() != before
    }

    /// Takes a flag with its value.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.rest.iter().position(|word| word == name) else {
            return Ok(None);
        };
        self.rest.remove(at);
        if at >= self.rest.len() {
            bail!("{name} wants a value");
        }
        Ok(Some(self.rest.remove(at)))
    }

    /// Takes a flag whose value is a whole number.
    pub(crate) fn number(&mut self, name: &str) -> Result<Option<usize>> {
        let value = self.value(name)?;
        let parse = |text: String| {
            text.parse()
                .with_context(|| format!("{name} wants a number"))
        };
        value.map(parse).transpose()
    }

    /// Takes everything that is left.
    pub(crate) fn rest(&mut self) -> Vec<String> {
        std::mem::take(&mut self.rest)
    }

    /// Refuses words that nobody took.
    pub(crate) fn finish(self) -> Result<()> {
        match self.rest.as_slice() {
            [] => Ok(()),
            [word, ..] => bail!("`{word}` is not understood here; see `cargo xtask help`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(text: &str) -> Arguments {
        Arguments::new(
            &text
                .split_whitespace()
                .map(String::from)
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn takes_what_is_named_and_refuses_the_rest() {
        let mut words = given("demo --evidence here --json --jsn");
        assert_eq!(words.command().as_deref(), Some("demo"));
        assert_eq!(words.value("--evidence").unwrap().as_deref(), Some("here"));
        assert!(words.flag("--json"));
        assert!(!words.flag("--keep"));
        assert!(words.finish().is_err());
    }

    #[test]
    fn a_flag_without_its_value_is_refused() {
        assert!(given("--evidence").value("--evidence").is_err());
        assert!(given("--kills many").number("--kills").is_err());
    }
}
