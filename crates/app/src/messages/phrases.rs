//! Phrases that the crates below write in English, as messages.
//!
//! Owns turning such a phrase into the key of its message: words in lower case joined by hyphens,
//! everything with a digit in it (numbers, codes) replaced by `n` and handed over as `$a`, `$b`, ….
//! Trap: a phrase without a message is shown as it is; the tests name those that must have one.

use super::Param;

/// Names of the values of a phrase, in their order.
const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// The key of the message of `text`, and the values that stood in it.
pub(super) fn key(text: &str) -> (String, Vec<(&'static str, Param)>) {
    continued(String::from("phrase"), Vec::new(), text)
}

/// The line that a fault names first, and the fault.
pub(super) fn behind_line(text: &str) -> Option<(&str, &str)> {
    let (line, rest) = text.strip_prefix("line ")?.split_once(": ")?;
    line.parse::<u32>().ok()?;
    Some((line, rest))
}

/// What the reader of TOML files says most; it quotes names in backticks and values as they are,
/// and only the names are handed on.
pub(super) fn of_toml(text: &str) -> Option<(String, Vec<(&'static str, Param)>)> {
    let said = TOML.iter().find(|said| text.starts_with(**said))?;
    let name = text.split('`').nth(1).unwrap_or_default();
    let key = format!("phrase-toml-{}", said.replace(' ', "-"));
    Some((key, vec![("a", Param::Text(name.to_owned()))]))
}

/// How its sentences begin; each is a message.
pub(super) const TOML: [&str; 15] = [
    "missing field",
    "unknown field",
    "unknown variant",
    "invalid type",
    "invalid value",
    "duplicate key",
    "string values must be quoted",
    "unclosed",
    "missing value",
    "missing assignment",
    "missing comma",
    "key with no value",
    "invalid",
    "unexpected",
    "extra",
];

/// The same for a phrase that stood behind a code and a colon; a code need not have a digit.
pub(super) fn key_behind(code: &str, text: &str) -> (String, Vec<(&'static str, Param)>) {
    continued(String::from("phrase-n"), vec![code.to_owned()], text)
}

fn continued(
    mut key: String,
    mut values: Vec<String>,
    text: &str,
) -> (String, Vec<(&'static str, Param)>) {
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| "()[]'’“”\",;:.".contains(c));
        let part = if bare.contains(|c: char| c.is_ascii_digit()) {
            values.push(bare.to_owned());
            "n".to_owned()
        } else {
            slug(bare)
        };
        if !part.is_empty() {
            key.push('-');
            key.push_str(&part);
        }
    }
    let named = NAMES
        .iter()
        .zip(values)
        .map(|(name, value)| (*name, Param::Text(value)));
    (key, named.collect())
}

fn slug(word: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    word.chars()
        .map(plain)
        .collect::<String>()
        .trim_matches('-')
        .to_owned()
}
