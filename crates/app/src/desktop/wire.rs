//! What crosses between the window and the program, as types.
//!
//! Owns the shapes; the TypeScript of the window is generated from them. Decimals are strings,
//! instants RFC 3339 in UTC, digests hexadecimal. Trap: nothing here is stored or signed, so it
//! may change at will, but only together with `ui/src/api/types.ts`, which a test compares.

pub mod desk;
pub mod document;
pub mod office;
pub mod panel;
pub mod round;
pub mod settings;
pub mod start;
pub mod tables;
pub mod visit;

/// Gives every wire type the same derives.
macro_rules! wire {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {
        $(
            #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
            $(#[$meta])*
            pub $kind $name $body
        )*
    };
}
use wire;

use crate::error::Error;
use crate::messages::Catalogue;
use crate::notice::Notice;

wire! {
    /// A text in both languages.
    pub struct TextView {
        /// Simplified Chinese.
        pub zh: String,
        /// English; empty when there is none.
        pub en: String,
    }

    /// What a person is told when something is refused.
    pub struct NoticeView {
        /// Four characters for the telephone.
        pub code: String,
        /// Sentence in Chinese.
        pub zh: String,
        /// Sentence in English.
        pub en: String,
        /// Where in a file, by names the program computed.
        pub place: String,
    }
}

impl From<&hengping_core::text::Text> for TextView {
    fn from(text: &hengping_core::text::Text) -> Self {
        Self {
            zh: text.zh.clone(),
            en: text.en.clone().unwrap_or_default(),
        }
    }
}

impl TextView {
    /// No text.
    pub(crate) fn empty() -> Self {
        Self {
            zh: String::new(),
            en: String::new(),
        }
    }
}

impl NoticeView {
    /// The notice of an error, in both languages.
    pub(crate) fn of(error: &Error) -> Self {
        Self::of_notice(&Notice::from(error))
    }

    /// A notice in both languages.
    pub(crate) fn of_notice(notice: &Notice) -> Self {
        let said = |language| notice.sentence(&Catalogue::new(language));
        Self {
            code: notice.code.to_owned(),
            zh: said(crate::Language::Zh),
            en: said(crate::Language::En),
            place: notice.place.to_string(),
        }
    }
}
