//! The story as a text for people who never saw the program.
//!
//! Owns the order of the parts and how a value is shown; every figure comes from the story, which
//! is what `--json` prints. Trap: a member that is missing shows as a dash, so that a changed
//! answer of the program never hides the rest.

mod files;
mod panel;
mod ranking;
mod round;

use super::words::Words;
use crate::table::table;
use serde_json::Value;
use std::path::Path;

/// The whole story.
pub(crate) fn text(story: &Value, words: &Words) -> String {
    let told = Told { story, words };
    let parts = [
        round::office(&told),
        round::experts(&told),
        panel::arrivals(&told),
        panel::facts(&told),
        ranking::ranking(&told),
        ranking::divergences(&told),
        files::refused(&told),
        files::afterwards(&told),
        files::files(&told),
    ];
    parts.join("\n")
}

/// A story and the language in which it is told.
struct Told<'a> {
    story: &'a Value,
    words: &'a Words,
}

impl Told<'_> {
    fn heading(&self, key: &str) -> String {
        let text = self.words.get(key);
        let width: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        format!("── {text} {}\n", "─".repeat(60_usize.saturating_sub(width)))
    }

    /// A sentence of the catalogue on a line of its own.
    fn line(&self, key: &str, values: &[(&str, &Value)]) -> String {
        let said: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, say(value)))
            .collect();
        let said: Vec<_> = said
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        self.words.fill(key, &said) + "\n"
    }

    fn table(&self, columns: &[&str], rows: &[Vec<String>]) -> String {
        table(&self.words.columns(columns), rows) + "\n"
    }

    /// A table of at most so many rows.
    fn cut(&self, columns: &[&str], rows: &[Vec<String>], most: usize) -> String {
        let shown = rows.get(..most).unwrap_or(rows);
        let rest = rows.len() - shown.len();
        let more = match rest {
            0 => String::new(),
            _ => self.line("table.more", &[("count", &rest.into())]),
        };
        self.table(columns, shown) + &more
    }

    /// A value that is a code of the program.
    fn code(&self, value: &Value) -> String {
        match value.as_str() {
            Some(code) => self.words.code(code),
            None => say(value),
        }
    }

    /// A tagged value in words: `{"vetoed": ["V7"]}` becomes `vetoed V7`.
    fn tagged(&self, value: &Value) -> String {
        match value {
            Value::Object(members) => {
                let pair = |(name, inner): (&String, &Value)| {
                    format!("{} {}", self.words.code(name), self.tagged(inner))
                };
                members.iter().map(pair).collect::<Vec<_>>().join(" ")
            }
            Value::Array(all) => {
                let all: Vec<_> = all.iter().map(|one| self.tagged(one)).collect();
                all.join(" ")
            }
            Value::Null => String::new(),
            other => self.code(other),
        }
    }

    /// Who holds a ticket.
    fn holder(&self, ticket: &Value) -> String {
        let key = ticket.as_str().and_then(|id| self.story["tickets"].get(id));
        key.map_or_else(|| say(ticket), say)
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn count(value: &Value) -> Value {
    items(value).count().into()
}

fn joined(value: &Value, between: &str) -> String {
    items(value).map(say).collect::<Vec<_>>().join(between)
}

fn cells(value: &Value, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| say(&value[*name])).collect()
}

/// The last part of what may be a path.
fn name(value: &Value) -> String {
    let text = say(value);
    match text.contains('/') {
        true => Path::new(&text)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        false => text,
    }
}

fn say(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => short(text, 60),
        other => other.to_string(),
    }
}

fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most || text.starts_with('/') {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(language: &str, story: &Value) -> String {
        text(story, &Words::of(Some(language)).unwrap())
    }

    #[test]
    fn a_story_without_its_members_is_told_with_dashes() {
        for language in ["zh", "en"] {
            let text = told(language, &json!({}));
            assert!(text.contains('–'));
            let unsaid = ["round.", "experts.", "files.", "code.", "{"];
            assert!(unsaid.iter().all(|key| !text.contains(key)), "{text}");
        }
    }

    #[test]
    fn codes_of_the_program_come_in_the_language() {
        let results = json!({
            "applications": [
                { "application": "a01", "status": { "vetoed": ["V7"] } },
                { "application": "a02", "status": "ranked", "decided_by": { "tie_break": 0 } },
            ],
            "selection": [{ "application": "a02", "fate": { "not_selected": "unit_ceiling" } }],
        });
        let story = json!({ "panel": { "results": results } });
        let (chinese, english) = (told("zh", &story), told("en", &story));
        for text in ["一票否决 V7", "单位名额已满", "并列第 1 条"] {
            assert!(chinese.contains(text), "{chinese}");
        }
        for text in ["vetoed V7", "unit is full", "tie-break 1"] {
            assert!(english.contains(text), "{english}");
        }
    }

    #[test]
    fn findings_bring_their_values_into_either_language() {
        let missing = json!({ "kind": "missing-evidence", "details": [["code", "E16"]], "text": "E16 is missing" });
        let own_words = json!({ "kind": "implausible", "details": [["code", "x"], ["message", "税额大于收入"]] });
        let story = json!({ "office": { "findings": [missing, own_words] } });
        let chinese = told("zh", &story);
        assert!(
            chinese.contains("缺佐证") && !chinese.contains("is missing"),
            "{chinese}"
        );
        assert!(chinese.contains("税额大于收入"), "{chinese}");
        assert!(told("en", &story).contains("missing evidence"));
    }

    #[test]
    fn cards_are_counted_by_their_reason() {
        let card = |reason: &str| json!({ "reason": reason });
        let unreadable = json!([card("locked"), card("damaged"), card("locked")]);
        let story = json!({ "experts": [{ "files_examined": { "unreadable": unreadable } }] });
        assert!(told("en", &story).contains("3 (damaged 1, locked by a password 2)"));
        assert!(told("zh", &story).contains("3 个：损坏 1、有密码 2。"));
    }
}
