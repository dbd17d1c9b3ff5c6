//! The one catalogue of what the program says, in Simplified Chinese and English.
//!
//! Owns looking a message up and filling in its parameters. The texts are `messages/*.ftl`
//! (Project Fluent); a test holds both languages to the same keys. Use cases never build
//! sentences: they return keys and parameters. `phrases.ftl` is Chinese only: it translates the
//! English phrases that core writes as parameters.

mod phrases;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use hengping_core::text::Language;
use unic_langid::LanguageIdentifier;

const ZH: &[&str] = &[
    include_str!("messages/zh-CN/refusals.ftl"),
    include_str!("messages/zh-CN/places.ftl"),
    include_str!("messages/zh-CN/reports.ftl"),
    include_str!("messages/zh-CN/help.ftl"),
    include_str!("messages/zh-CN/installed.ftl"),
    include_str!("messages/zh-CN/papers.ftl"),
];
const ZH_PHRASES: &str = include_str!("messages/zh-CN/phrases.ftl");
const EN: &[&str] = &[
    include_str!("messages/en/refusals.ftl"),
    include_str!("messages/en/places.ftl"),
    include_str!("messages/en/reports.ftl"),
    include_str!("messages/en/help.ftl"),
    include_str!("messages/en/installed.ftl"),
    include_str!("messages/en/papers.ftl"),
];

/// A parameter of a message.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(untagged)]
pub enum Param {
    /// Text as it is.
    Text(String),
    /// A whole number; messages may choose by it.
    Number(i64),
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

macro_rules! param_from_number {
    ($($kind:ty)+) => {$(
        impl From<$kind> for Param {
            fn from(number: $kind) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )+};
}
param_from_number!(u32 u64 usize i64);

/// Parameters by name.
pub type Params<'a> = &'a [(&'a str, Param)];

/// All messages of one language.
pub struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    /// The catalogue of `language`.
    ///
    /// # Panics
    /// When a shipped message file does not parse; a test shows that both do.
    #[must_use]
    pub fn new(language: Language) -> Self {
        let (id, texts) = match language {
            Language::Zh => ("zh-CN", ZH),
            Language::En => ("en", EN),
        };
        let id: LanguageIdentifier = id.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        bundle.set_use_isolating(false);
        let phrases = (language == Language::Zh).then_some(&ZH_PHRASES);
        for text in texts.iter().chain(phrases) {
            let resource = FluentResource::try_new((*text).to_owned())
                .unwrap_or_else(|(_, errors)| panic!("message file: {errors:?}"));
            bundle
                .add_resource(resource)
                .unwrap_or_else(|errors| panic!("messages: {errors:?}"));
        }
        Self { language, bundle }
    }

    /// The language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// Whether there is a message `key` (or `key.attribute`).
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        let (id, attribute) = split_key(key);
        self.bundle
            .get_message(id)
            .is_some_and(|message| match attribute {
                None => message.value().is_some(),
                Some(name) => message.get_attribute(name).is_some(),
            })
    }

    /// The message `key` with `params` filled in. An unknown key is shown as it is, so that a
    /// missing text is seen and never hides what happened.
    #[must_use]
    pub fn say(&self, key: &str, params: Params) -> String {
        let (id, attribute) = split_key(key);
        let pattern = self
            .bundle
            .get_message(id)
            .and_then(|message| match attribute {
                None => message.value(),
                Some(name) => message.get_attribute(name).map(|found| found.value()),
            });
        let Some(pattern) = pattern else {
            return key.to_owned();
        };
        let args = arguments(params);
        self.bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new())
            .into_owned()
    }

    /// A phrase that core wrote in English, in the language of the catalogue; a code and a colon
    /// before it stay. Anything else, such as what people wrote, is returned as it is.
    #[must_use]
    pub fn phrase(&self, text: &str) -> String {
        if self.language == Language::En || !text.contains(|c: char| c.is_ascii_lowercase()) {
            return text.to_owned();
        }
        if let Some(list) = text.strip_prefix("one of ") {
            return self.say("phrase-one-of", &[("list", list.into())]);
        }
        if let Some((line, rest)) = phrases::behind_line(text) {
            let line = self.say("phrase-line", &[("a", line.into())]);
            return format!("{line}{}", self.phrase(rest));
        }
        let (key, values) = phrases::of_toml(text).unwrap_or_else(|| phrases::key(text));
        if self.has(&key) {
            return self.say(&key, &values);
        }
        match text.split_once(": ") {
            Some((code, rest)) if !code.contains(' ') => {
                let (key, values) = phrases::key_behind(code, rest);
                if self.has(&key) {
                    return self.say(&key, &values);
                }
                format!("{code}\u{ff1a}{}", self.phrase(rest))
            }
            _ => text.to_owned(),
        }
    }
}

fn split_key(key: &str) -> (&str, Option<&str>) {
    key.split_once('.')
        .map_or((key, None), |(id, attribute)| (id, Some(attribute)))
}

fn arguments<'a>(params: Params<'a>) -> FluentArgs<'a> {
    let mut args = FluentArgs::new();
    for (name, value) in params {
        let value: FluentValue = match value {
            Param::Text(text) => text.as_str().into(),
            Param::Number(number) => (*number).into(),
        };
        args.set(*name, value);
    }
    args
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(texts: &[&str]) -> Vec<String> {
        let mut keys: Vec<String> = texts
            .iter()
            .flat_map(|text| text.lines())
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
            .collect();
        keys.sort();
        keys
    }

    #[test]
    fn both_languages_have_the_same_messages() {
        assert_eq!(keys(ZH), keys(EN));
        assert!(!keys(ZH).is_empty());
    }

    #[test]
    fn findings_faults_and_refused_files_have_messages_in_both_languages() {
        use hengping_core::intake::FindingKind;
        use hengping_core::scheme::FaultKind;
        let findings = FindingKind::ALL
            .iter()
            .map(|kind| format!("finding-{}", kind.code()));
        let faults = FaultKind::ALL
            .iter()
            .map(|kind| format!("fault-{}", kind.code()));
        let tables = crate::tables::fault_codes().map(|code| format!("table-fault-{code}"));
        let keys: Vec<String> = findings.chain(faults).chain(tables).collect();
        for language in [Language::Zh, Language::En] {
            let catalogue = Catalogue::new(language);
            for key in &keys {
                assert!(catalogue.has(key), "{language:?}: {key}");
            }
        }
    }

    #[test]
    fn messages_use_the_details_of_their_templates_and_no_others() {
        use hengping_core::intake::FindingKind;
        use hengping_core::scheme::FaultKind;
        let findings = FindingKind::ALL
            .iter()
            .map(|kind| (format!("finding-{}", kind.code()), kind.template()));
        let faults = FaultKind::ALL
            .iter()
            .map(|kind| (format!("fault-{}", kind.code()), kind.template()));
        for (key, template) in findings.chain(faults) {
            let names: Vec<&str> = template
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}').map(|(name, _)| name))
                .collect();
            let values: Vec<(&str, Param)> = names
                .iter()
                .map(|name| (*name, Param::from(format!("<{name}>"))))
                .collect();
            for language in [Language::Zh, Language::En] {
                let said = Catalogue::new(language).say(&key, &values);
                assert!(!said.contains('$'), "{key}: {said}");
                for name in &names {
                    assert!(said.contains(&format!("<{name}>")), "{key}: {said}");
                }
            }
        }
    }

    #[test]
    fn whatever_the_reader_of_toml_says_first_is_a_message() {
        let zh = Catalogue::new(Language::Zh);
        for said in phrases::TOML {
            let (key, _) = phrases::of_toml(said).unwrap();
            assert!(zh.has(&key), "{key}");
        }
    }

    #[test]
    fn phrases_of_core_are_said_in_chinese_with_their_values() {
        let zh = Catalogue::new(Language::Zh);
        for (english, chinese) in [
            ("more than 6 decimal places", "6 \u{4f4d}"),
            ("C3.1: 2 valid marks, at least 3 needed", "C3.1"),
            (
                "excellence: 2 valid marks, at least 3 needed",
                "excellence\u{ff1a}",
            ),
            ("impact: 2.8 marks, at least 3 needed", "\u{8bc4}\u{5206}"),
            ("total: 58.5 points, at least 60 needed", "60"),
            ("total: 8.4 marks, at least 10 needed", "\u{603b}\u{5206}"),
            ("E: empty", "E\u{ff1a}"),
            (
                "R: taken as the type, as the tables name none",
                "\u{6309} R",
            ),
            ("all types", "\u{5404}\u{7c7b}\u{578b}"),
            (
                "line 12: missing field `unit`",
                "\u{7b2c} 12 \u{884c}\u{ff1a}",
            ),
            ("line 3: unknown field `x`, expected `y`", "x"),
        ] {
            let said = zh.phrase(english);
            assert!(said.contains(chinese), "{said}");
            assert!(
                !["needed", "empty", "taken", "types", "field", "line"]
                    .iter()
                    .any(|word| said.contains(word)),
                "{said}"
            );
        }
        assert_eq!(
            zh.phrase("anything a person wrote"),
            "anything a person wrote"
        );
        assert_eq!(
            Catalogue::new(Language::En).phrase("too large"),
            "too large"
        );
    }

    #[test]
    fn both_catalogues_load() {
        for language in [Language::Zh, Language::En] {
            assert!(Catalogue::new(language).has("product-name"));
        }
    }
}
