//! Where in a file something was refused, in words.
//!
//! Owns naming documents and fields for people; format computes the place. Trap: entries are names
//! that this program computed or checked, and never text of a stranger.

use std::fmt;

use hengping_format::Place as Found;
use serde::Serialize;

use crate::messages::Catalogue;

/// A place in a file; empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Place {
    /// File or entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// Kind of the document, as FORMAT.md names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<&'static str>,
    /// The field, as FORMAT.md names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'static str>,
}

impl Place {
    /// In the language of `catalogue`; nothing where there is no place.
    #[must_use]
    pub fn sentence(&self, catalogue: &Catalogue) -> Option<String> {
        let entry = self.entry.clone();
        let document = self.document.map(|name| named(catalogue, "document", name));
        let field = self.field.map(|name| named(catalogue, "field", name));
        let parts = [("entry", entry), ("document", document), ("field", field)];
        let said = parts.into_iter().filter_map(|(part, name)| {
            let name = [("name", name?.into())];
            Some(catalogue.say(&format!("place-in-{part}"), &name))
        });
        let said: Vec<String> = said.collect();
        let between = catalogue.say("place-between", &[]);
        (!said.is_empty()).then(|| said.join(&between))
    }
}

fn named(catalogue: &Catalogue, what: &str, name: &str) -> String {
    let key = format!("place-{what}-{}", name.replace('_', "-"));
    match catalogue.has(&key) {
        true => catalogue.say(&key, &[]),
        false => name.to_owned(),
    }
}

/// The names alone, which are the same in every language.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [self.entry.as_deref(), self.document, self.field];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        f.write_str(&parts.join(" "))
    }
}

impl From<&Found> for Place {
    fn from(place: &Found) -> Self {
        Self {
            entry: place.entry.clone(),
            document: place.document.map(|kind| kind.slug()),
            field: place.field,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use hengping_core::text::Language;
    use hengping_format::DocumentKind;

    use super::*;

    /// Every field that a check of the reader names, found in its sources.
    fn fields(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                fields(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for call in ["require(", "Refusal::at(", "with_field("] {
                let calls = text.split(call).skip(1);
                found.extend(calls.filter_map(last_argument));
            }
        }
    }

    /// The last argument of a call, where it is a quoted name.
    fn last_argument(rest: &str) -> Option<String> {
        let mut depth = 1;
        let end = rest.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        })?;
        let call = rest.get(..end)?.trim_end().trim_end_matches(',');
        let name = call.strip_suffix('"')?.rsplit('"').next()?;
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        (!name.is_empty() && name.chars().all(is_name)).then(|| name.to_owned())
    }

    #[test]
    fn every_document_and_field_has_a_name_in_both_languages() {
        let mut found = BTreeSet::new();
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../format/src");
        fields(&sources, &mut found);
        assert!(found.len() > 50, "{found:?}");
        let documents = DocumentKind::ALL.iter().map(|kind| kind.slug().to_owned());
        let named = found.into_iter().map(|name| ("field", name));
        let named = named.chain(documents.map(|name| ("document", name)));
        let named: Vec<_> = named.collect();
        for language in [Language::Zh, Language::En] {
            let catalogue = Catalogue::new(language);
            let lacks = |(what, name): &&(&str, String)| {
                !catalogue.has(&format!("place-{what}-{}", name.replace('_', "-")))
            };
            let lacking: Vec<_> = named.iter().filter(lacks).collect();
            assert!(lacking.is_empty(), "{lacking:?}");
        }
    }

    #[test]
    fn a_place_is_told_in_the_readers_language() {
        let place = Place {
            entry: Some("v0001.orp".to_owned()),
            document: Some("manifest"),
            field: Some("valid_until"),
        };
        let zh = place.sentence(&Catalogue::new(Language::Zh)).unwrap();
        assert_eq!(zh, "v0001.orp 内，评审包清单，“有效期止”一项");
        let en = place.sentence(&Catalogue::new(Language::En)).unwrap();
        assert_eq!(
            en,
            "in v0001.orp, in the list of the package, at “valid until”"
        );
        assert_eq!(place.to_string(), "v0001.orp manifest valid_until");
        assert_eq!(
            Place::default().sentence(&Catalogue::new(Language::Zh)),
            None
        );
    }
}
