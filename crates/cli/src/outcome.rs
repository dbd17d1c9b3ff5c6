//! What a command leaves behind: text or data on standard output, a refusal on standard error,
//! an exit code.

use std::borrow::Cow;
use std::io::Write;
use std::process::ExitCode;

use hengping_app::error::{Error, Refused};
use hengping_app::messages::{Catalogue, Param};
use hengping_app::notice::{self, Notice};
use serde::Serialize;
use serde_json::{Map, Value};

/// What a use case reported, ready to be shown either way.
pub(crate) struct Outcome {
    data: Value,
    text: String,
    findings: bool,
}

/// Result of a command.
pub(crate) type Result = std::result::Result<Outcome, Error>;

impl Outcome {
    /// `report` as data, `text` for people.
    pub(crate) fn new(report: &impl Serialize, text: String) -> Result {
        let data = serde_json::to_value(report).map_err(|_| Refused::Internal)?;
        Ok(Self {
            data,
            text,
            findings: false,
        })
    }

    /// The same outcome, ending with exit code 1 when there are findings.
    pub(crate) fn with_findings(mut self, findings: bool) -> Self {
        self.findings = findings;
        self
    }
}

/// Shows `result` and gives the exit code.
pub(crate) fn finish(result: Result, json: bool, catalogue: &Catalogue) -> ExitCode {
    match result {
        Ok(outcome) => {
            let shown = match json {
                true => pretty(&spoken(outcome.data, catalogue)),
                false => outcome.text,
            };
            print(std::io::stdout(), &shown);
            ExitCode::from(u8::from(outcome.findings))
        }
        Err(error) => refuse(&error, json, catalogue),
    }
}

fn refuse(error: &Error, json: bool, catalogue: &Catalogue) -> ExitCode {
    let notice = Notice::from(error);
    let sentence = notice.sentence(catalogue);
    if json {
        let data = serde_json::json!({
            "refused": { "notice": notice, "sentence": sentence, "details": details(error, catalogue) }
        });
        print(std::io::stdout(), &pretty(&data));
    } else {
        let heading = catalogue.say("refused", &[("code", notice.code.into())]);
        let mut text = format!("{heading} {sentence}");
        if let Some(place) = notice.place.sentence(catalogue) {
            text.push_str(&format!("\n  {place}"));
        }
        for detail in details(error, catalogue) {
            text.push_str(&format!("\n  {detail}"));
        }
        print(std::io::stderr(), &text);
    }
    ExitCode::from(if notice.key == "internal" { 3 } else { 1 })
}

/// One line for each fault of an input that has several.
fn details(error: &Error, say: &Catalogue) -> Vec<String> {
    use crate::print::materials::{fault, scheme_fault, table_fault};
    match error {
        Error::Materials(faults) => faults.iter().map(|one| fault(one, say)).collect(),
        Error::Scheme(faults) => faults.iter().map(|one| scheme_fault(one, say)).collect(),
        Error::Table(faults) => faults.iter().map(|one| table_fault(one, say)).collect(),
        _ => Vec::new(),
    }
}

/// The data with a sentence beside every notice in it, so that its reader needs no catalogue.
fn spoken(data: Value, catalogue: &Catalogue) -> Value {
    match data {
        Value::Array(items) => items
            .into_iter()
            .map(|item| spoken(item, catalogue))
            .collect(),
        Value::Object(members) => {
            let sentence = sentence(&members, catalogue);
            let members = members.into_iter();
            let mut members: Map<String, Value> = members
                .map(|(name, value)| (name, spoken(value, catalogue)))
                .collect();
            members.extend(sentence.map(|text| ("sentence".to_owned(), text.into())));
            Value::Object(members)
        }
        plain => plain,
    }
}

/// The sentence of a notice; `None` for anything else.
fn sentence(members: &Map<String, Value>, catalogue: &Catalogue) -> Option<String> {
    members.get("code")?;
    let key = members.get("key")?.as_str()?;
    let params = members.get("params")?.as_array()?.iter().map(|pair| {
        let name = pair.get(0)?.as_str()?;
        let value = match pair.get(1)? {
            Value::String(text) => text.as_str().into(),
            number => Param::Number(number.as_i64()?),
        };
        Some((name, value))
    });
    let params: Vec<_> = params.collect::<Option<_>>()?;
    let document = members.get("place").and_then(|place| place.get("document"));
    let document = document.and_then(Value::as_str);
    Some(notice::sentence(key, document, params, catalogue))
}

fn pretty(data: &Value) -> String {
    serde_json::to_string_pretty(data).unwrap_or_default()
}

/// A closed pipe is no error of ours.
fn print(mut to: impl Write, text: &str) {
    let _ = writeln!(to, "{}", inert(text.trim_end()));
}

/// The text without anything a terminal obeys: names and comments come from files of strangers,
/// and an escape sequence in one could hide or forge lines. Control characters and marks that
/// turn the direction of writing are spelled out the way JSON does, so that in data they still
/// mean the same.
pub(crate) fn inert(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| {
        let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        turns || (c.is_control() && !matches!(c, '\n' | '\t'))
    };
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if obeyed(c) {
            shown.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> String {
        let mut out = Vec::new();
        print(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_name_does_not_command_the_terminal() {
        let name = "甲\u{1b}[2K\u{1b}[1A\u{9b}8m\r\u{202e}司公\u{7}";
        let shown = printed(&format!("名称\t{name}\n排名\t1"));
        assert_eq!(
            shown,
            "名称\t甲\\u001b[2K\\u001b[1A\\u009b8m\\u000d\\u202e司公\\u0007\n排名\t1\n"
        );
    }

    #[test]
    fn data_is_inert_and_means_the_same() {
        let all: String = (0..0x2100).filter_map(char::from_u32).collect();
        let data = serde_json::json!({ "name": all });
        let shown = printed(&pretty(&data));
        assert!(!shown.contains('\u{9b}') && !shown.contains('\u{202e}'));
        assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), data);
    }
}
