//! The words of the demo, in Chinese and English.
//!
//! Owns the catalogue of its summary: one file for each language, `key = text with {names}`.
//! What the program itself answers comes in the same language from the program. Trap: codes that
//! the program may answer with are listed as `code.…`; one that is not listed shows as it came,
//! so that a new one is seen rather than hidden.

use anyhow::{Result, bail};
use std::collections::BTreeMap;

const CHINESE: &str = include_str!("words/zh-CN.txt");
const ENGLISH: &str = include_str!("words/en.txt");

/// The words of one language.
pub(crate) struct Words {
    tag: &'static str,
    texts: BTreeMap<&'static str, &'static str>,
}

impl Words {
    /// The language asked for; Chinese when nothing was said.
    pub(crate) fn of(language: Option<&str>) -> Result<Self> {
        let (tag, file) = match language {
            None | Some("zh" | "zh-CN") => ("zh", CHINESE),
            Some("en") => ("en", ENGLISH),
            Some(other) => bail!("--lang wants `zh` or `en`, not `{other}`"),
        };
        let texts = entries(file).collect();
        Ok(Self { tag, texts })
    }

    /// What the program calls the language.
    pub(crate) fn tag(&self) -> &'static str {
        self.tag
    }

    /// The text with this key; the key itself when there is none.
    pub(crate) fn get<'a>(&self, key: &'a str) -> &'a str {
        self.texts.get(key).copied().unwrap_or(key)
    }

    /// The text with values in the place of their names.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let put = |text: String, (name, value): &(&str, &str)| {
            text.replace(&format!("{{{name}}}"), value)
        };
        values.iter().fold(self.get(key).to_owned(), put)
    }

    /// The headings of a table.
    pub(crate) fn columns<'a>(&self, keys: &[&'a str]) -> Vec<&'a str> {
        keys.iter().map(|key| self.get(key)).collect()
    }

    /// What stands between the members of a list.
    pub(crate) fn comma(&self) -> &'static str {
        match self.tag {
            "zh" => "、",
            _ => ", ",
        }
    }

    /// A code of the program in words; what follows its first word is a name and stays.
    pub(crate) fn code(&self, code: &str) -> String {
        let (word, name) = code.split_once(' ').unwrap_or((code, ""));
        let text = self.code_in("code", word);
        format!("{text} {name}").trim_end().to_owned()
    }

    /// A code of one family in words: `habit`, `weight`.
    pub(crate) fn code_in(&self, family: &str, code: &str) -> String {
        let key = format!("{family}.{}", code.replace('_', "-"));
        match self.texts.get(key.as_str()) {
            Some(text) => (*text).to_owned(),
            None => code.replace('_', " "),
        }
    }
}

fn entries(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = file.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(" = "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        let inside = text.split('{').skip(1);
        let mut names: Vec<_> = inside.filter_map(|rest| rest.split('}').next()).collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_say_the_same_things_with_the_same_values() {
        let (chinese, english) = (Words::of(None).unwrap(), Words::of(Some("en")).unwrap());
        let keys = |words: &Words| words.texts.keys().copied().collect::<Vec<_>>();
        assert_eq!(keys(&chinese), keys(&english));
        for (key, text) in &chinese.texts {
            assert_eq!(names(text), names(english.texts[key]), "{key}");
        }
    }

    #[test]
    fn every_line_is_a_text_and_no_key_stands_twice() {
        for file in [CHINESE, ENGLISH] {
            let said = |line: &&str| !line.is_empty() && !line.starts_with('#');
            let lines = file.lines().filter(said).count();
            assert_eq!(entries(file).count(), lines);
            assert_eq!(entries(file).collect::<BTreeMap<_, _>>().len(), lines);
        }
    }

    #[test]
    fn a_code_comes_in_words_with_the_name_it_is_about() {
        let english = Words::of(Some("en")).unwrap();
        assert_eq!(english.code("unit_ceiling"), "unit is full");
        assert_eq!(english.code("fork a11"), "seal from two stores: a11");
        assert_eq!(english.code("never_heard_of"), "never heard of");
        assert!(Words::of(Some("fr")).is_err());
    }
}
