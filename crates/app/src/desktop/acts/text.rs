//! Small translations that every act needs.

use crate::Language;
use crate::error::{Refused, Result};
use crate::messages::Catalogue;

use super::super::wire::TextView;

/// A message of the catalogue in both languages.
pub(super) fn said(key: &str) -> TextView {
    let say = |language| Catalogue::new(language).say(key, &[]);
    TextView {
        zh: say(Language::Zh),
        en: say(Language::En),
    }
}

/// An identifier the window gave back.
pub(super) fn id<T: std::str::FromStr>(text: &str) -> Result<T> {
    let bad = |_| Refused::BadArgument {
        name: "id".to_owned(),
    };
    Ok(text.parse().map_err(bad)?)
}
