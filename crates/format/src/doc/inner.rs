//! The inner document of a package: what every expert may know. Encrypted to `index`.
//!
//! Not signed by itself: its ciphertext is listed in the signed manifest, which is what makes a
//! decrypted one [`crate::Verified`].

use std::collections::HashSet;

use hengping_core::application::Enterprise;
use hengping_core::id::{ApplicationId, Digest, ObjectId, PackageId};
use hengping_core::round::Round;
use serde::{Deserialize, Serialize};

use super::Body;
use crate::refusal::{Reason, Result, require};
use crate::suite::{Recipient, Suite};

/// What every expert may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inner {
    /// Always `inner.v1`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The suite.
    pub suite: Suite,
    /// The package.
    pub package: PackageId,
    /// The round.
    pub round: Round,
    /// Text of the scheme file, exactly.
    pub scheme: String,
    /// The practice application; its objects are encrypted to `index`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<Body>,
    /// The applications.
    pub applications: Vec<InnerApplication>,
}

/// An application as every expert may know it: the row of the conflict table and its objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InnerApplication {
    /// Opaque id.
    pub id: ApplicationId,
    /// Recipient of its body and objects.
    pub recipient: Recipient,
    /// Its objects.
    pub objects: Vec<ObjectId>,
    /// Who applies.
    pub enterprise: Enterprise,
    /// Version of the material.
    pub material_version: u32,
}

impl Inner {
    /// Value of the member `type`.
    pub const TYPE: &'static str = "inner.v1";

    /// The application of this id.
    #[must_use]
    pub fn application(&self, id: &ApplicationId) -> Option<&InnerApplication> {
        self.applications
            .iter()
            .find(|application| application.id == *id)
    }

    /// All objects of the package.
    pub fn objects(&self) -> impl Iterator<Item = &ObjectId> {
        let practice = self.practice.iter().flat_map(Body::objects);
        practice.chain(
            self.applications
                .iter()
                .flat_map(|application| &application.objects),
        )
    }

    /// Bounds that types alone do not express.
    ///
    /// # Errors
    /// With the field.
    pub fn check(&self) -> Result<()> {
        self.suite.check()?;
        require(self.kind == Self::TYPE, Reason::PayloadType, "type")?;
        let digest = Digest::of(self.scheme.as_bytes());
        require(digest == self.round.scheme, Reason::SchemeDigest, "scheme")?;
        let mut ids = HashSet::new();
        let practice = self.practice.iter().map(|body| &body.application.id);
        let mut all = practice.chain(self.applications.iter().map(|application| &application.id));
        require(
            all.all(|id| ids.insert(id)),
            Reason::ListsDisagree,
            "applications",
        )?;
        let mut objects = HashSet::new();
        require(
            self.objects().all(|id| objects.insert(id)),
            Reason::ListsDisagree,
            "objects",
        )?;
        self.practice.as_ref().map_or(Ok(()), Body::check)
    }
}
