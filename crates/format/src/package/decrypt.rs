//! From authenticated ciphertext to what it says.

use std::io::Read;

use hengping_core::id::{ApplicationId, Digest, ObjectId};
use zeroize::Zeroizing;

use super::{MAX_BODY_BYTES, Package};
use crate::doc::{Body, Entry, Inner, InnerApplication, Manifest};
use crate::document::Verified;
use crate::json;
use crate::refusal::{Reason, Refusal, Result, require};
use crate::suite::{ENTRY_BLOCK, Identity, Opened, open, open_bytes};

impl Package {
    /// Opens the inner document.
    ///
    /// # Errors
    /// Those of [`read_inner`].
    pub fn open_inner(&mut self, index: &Identity) -> Result<Verified<Inner>> {
        let ciphertext = self.entry_bytes(&Entry::Inner)?;
        read_inner(&self.manifest, &ciphertext, index)
    }

    /// Opens an application with its identity.
    ///
    /// # Errors
    /// Those of [`read_application`].
    pub fn open_application(
        &mut self,
        inner: &Verified<Inner>,
        id: &ApplicationId,
        identity: &Identity,
    ) -> Result<Verified<Body>> {
        let ciphertext = self.entry_bytes(&Entry::Application(id.clone()))?;
        read_application(&self.manifest, inner, id, &ciphertext, identity)
    }

    /// Decrypts an object and compares it with the digest and size of its evidence item.
    ///
    /// # Errors
    /// [`Reason::NoSuchEntry`], those of [`decrypt_document`].
    pub fn open_object(
        &mut self,
        body: &Body,
        object: &ObjectId,
        identity: &Identity,
    ) -> Result<Zeroizing<Vec<u8>>> {
        let name = Entry::Object(object.clone());
        let (digest, size) = body
            .file(object)
            .ok_or_else(|| Refusal::new(Reason::NoSuchEntry).with_entry(&name.name()))?;
        let ciphertext = self.ciphertext(&name)?;
        decrypt_document(ciphertext, identity, digest, size)
            .map_err(|refusal| refusal.with_entry(&name.name()))
    }
}

/// Compares ciphertext with its line in the list.
fn compare_with_list(manifest: &Manifest, entry: &Entry, ciphertext: &[u8]) -> Result<()> {
    let listed = manifest.entry(entry)?;
    let same = Digest::of(ciphertext) == listed.sha256;
    require(same, Reason::ContentDigest, "sha256")
        .map_err(|refusal| refusal.with_entry(&entry.name()))
}

/// Opens an inner document and compares its lists with the manifest.
///
/// # Errors
/// [`Reason::ContentDigest`], those of decryption and strict JSON, [`Reason::ScopeDiffers`],
/// [`Reason::ListsDisagree`], [`Reason::SchemeDigest`].
pub fn read_inner(
    manifest: &Verified<Manifest>,
    ciphertext: &[u8],
    index: &Identity,
) -> Result<Verified<Inner>> {
    let named = |refusal: Refusal| refusal.with_entry(&Entry::Inner.name());
    compare_with_list(manifest, &Entry::Inner, ciphertext)?;
    let plain = open_bytes(ciphertext, index, ENTRY_BLOCK, MAX_BODY_BYTES).map_err(named)?;
    let inner: Inner = json::read(&plain).map_err(named)?;
    inner
        .check()
        .and_then(|()| compare_lists(manifest, &inner))
        .map_err(named)?;
    Ok(Verified::new(
        inner,
        Digest::of(&plain),
        manifest.signers().to_vec(),
    ))
}

/// Manifest and inner document must name the same package, applications and objects.
fn compare_lists(manifest: &Manifest, inner: &Inner) -> Result<()> {
    require(
        inner.package == manifest.package,
        Reason::ScopeDiffers,
        "package",
    )?;
    require(
        inner.round.id == manifest.round,
        Reason::ScopeDiffers,
        "round",
    )?;
    let practice = inner
        .practice
        .iter()
        .all(|body| body.package == manifest.package);
    require(practice, Reason::ScopeDiffers, "practice")?;
    let applications = inner.applications.iter().map(|application| &application.id);
    let mut named: Vec<_> = applications.cloned().map(Entry::Application).collect();
    named.extend(inner.objects().cloned().map(Entry::Object));
    named.push(Entry::Inner);
    let mut listed: Vec<_> = manifest
        .entries()
        .map(|(_, entry)| entry.name.clone())
        .collect();
    named.sort_unstable();
    listed.sort_unstable();
    require(named == listed, Reason::ListsDisagree, "applications")
}

/// Opens the body of an application and compares it with its row in the inner document.
///
/// # Errors
/// [`Reason::NoSuchEntry`], [`Reason::ContentDigest`], [`Reason::KeyDiffers`], those of
/// decryption and strict JSON, [`Reason::ScopeDiffers`], [`Reason::ListsDisagree`].
pub fn read_application(
    manifest: &Verified<Manifest>,
    inner: &Verified<Inner>,
    id: &ApplicationId,
    ciphertext: &[u8],
    identity: &Identity,
) -> Result<Verified<Body>> {
    let entry = Entry::Application(id.clone());
    let named = |refusal: Refusal| refusal.with_entry(&entry.name());
    let row = inner
        .application(id)
        .ok_or(Reason::NoSuchEntry)
        .map_err(|r| named(r.into()))?;
    compare_with_list(manifest, &entry, ciphertext)?;
    require(
        identity.recipient() == row.recipient,
        Reason::KeyDiffers,
        "recipient",
    )
    .map_err(named)?;
    let plain = open_bytes(ciphertext, identity, ENTRY_BLOCK, MAX_BODY_BYTES).map_err(named)?;
    let body: Body = json::read(&plain).map_err(named)?;
    body.check()
        .and_then(|()| compare_row(manifest, row, &body))
        .map_err(named)?;
    Ok(Verified::new(
        body,
        Digest::of(&plain),
        manifest.signers().to_vec(),
    ))
}

fn compare_row(manifest: &Manifest, row: &InnerApplication, body: &Body) -> Result<()> {
    let application = &body.application;
    require(
        body.package == manifest.package,
        Reason::ScopeDiffers,
        "package",
    )?;
    require(
        application.id == row.id,
        Reason::ScopeDiffers,
        "application",
    )?;
    require(
        application.enterprise == row.enterprise,
        Reason::ListsDisagree,
        "enterprise",
    )?;
    let version = application.material_version == row.material_version;
    require(version, Reason::ListsDisagree, "material_version")?;
    let mut objects: Vec<_> = row.objects.iter().collect();
    objects.sort_unstable();
    require(body.objects().eq(objects), Reason::ListsDisagree, "objects")
}

/// The plaintext of an object, as a stream. Every byte handed on is authenticated by the
/// encryption; that it is the *right* file is known at its end, by [`decrypt_document`] or by the
/// caller's own digest.
///
/// # Errors
/// Those of decryption.
pub fn decrypt_object<R: Read>(ciphertext: R, identity: &Identity) -> Result<Opened<R>> {
    open(ciphertext, identity, ENTRY_BLOCK)
}

/// The plaintext of an object, whole, compared with its digest and size.
///
/// # Errors
/// Those of decryption, [`Reason::PlainDigest`].
pub fn decrypt_document(
    ciphertext: impl Read,
    identity: &Identity,
    digest: Digest,
    size: u64,
) -> Result<Zeroizing<Vec<u8>>> {
    let mut opened = decrypt_object(ciphertext, identity)?;
    require(opened.size() == size, Reason::PlainDigest, "size")?;
    // Reserved in steps: the size is signed by the publisher, yet nobody's memory is his to fill.
    let room = usize::try_from(size).unwrap_or(0).min(64 * 1024 * 1024);
    let mut plain = Zeroizing::new(Vec::with_capacity(room));
    opened.read_to_end(&mut plain)?;
    require(Digest::of(&plain) == digest, Reason::PlainDigest, "digest")?;
    Ok(plain)
}
