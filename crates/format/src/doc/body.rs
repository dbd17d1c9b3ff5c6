//! The body of one application: fields, evidence catalogue, recognised text. Encrypted to that
//! application's own identity.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use hengping_core::application::Application;
use hengping_core::id::{Digest, ObjectId, PackageId};
use serde::{Deserialize, Serialize};

use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// Everything of one application but its files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Always `application.v1`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The suite.
    pub suite: Suite,
    /// The package.
    pub package: PackageId,
    /// The application.
    pub application: Application,
    /// Recognised text of scans, marked as such wherever it is shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recognised: Vec<RecognisedText>,
}

/// Text that a machine read off the pages of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecognisedText {
    /// The object.
    pub object: ObjectId,
    /// Texts by page.
    pub pages: Vec<PageText>,
}

/// Recognised text of one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageText {
    /// Page of the file, from 1.
    pub page: u32,
    /// The text.
    pub text: String,
}

impl Body {
    /// Value of the member `type`.
    pub const TYPE: &'static str = "application.v1";

    /// The objects of its evidence, each once, ascending.
    pub fn objects(&self) -> impl Iterator<Item = &ObjectId> {
        let objects: BTreeSet<_> = self
            .application
            .evidence
            .iter()
            .map(|item| &item.object)
            .collect();
        objects.into_iter()
    }

    /// Digest and size of a file of this application.
    #[must_use]
    pub fn file(&self, object: &ObjectId) -> Option<(Digest, u64)> {
        let mut items = self.application.evidence.iter();
        items
            .find(|item| item.object == *object)
            .map(|item| (item.digest, item.size))
    }

    /// Bounds that types alone do not express.
    ///
    /// # Errors
    /// With the field.
    pub fn check(&self) -> Result<()> {
        self.suite.check()?;
        require(self.kind == Self::TYPE, Reason::PayloadType, "type")?;
        let mut codes = HashSet::new();
        let mut files = BTreeMap::new();
        for item in &self.application.evidence {
            require(codes.insert(&item.code), Reason::ListsDisagree, "evidence")?;
            let file = (item.digest, item.size, item.media);
            let known = files.entry(&item.object).or_insert(file);
            require(*known == file, Reason::ListsDisagree, "evidence")?;
            let pages = item
                .pages
                .is_none_or(|range| 1 <= range.first && range.first <= range.last);
            require(pages, Reason::FieldValue, "pages")?;
        }
        let known = self
            .recognised
            .iter()
            .all(|text| files.contains_key(&text.object));
        require(known, Reason::ListsDisagree, "recognised")
    }
}
