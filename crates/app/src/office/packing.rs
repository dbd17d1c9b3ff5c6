//! Packing: one package for all, one ticket for each; and later editions of the package.
//!
//! Owns writing a package from the materials as they were taken in. Trap: everything is encrypted
//! anew for each edition, with identities of its own, so no two editions share a file; what stays
//! the same are the ids of package, tickets, applications and unchanged documents.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use hengping_core::id::{Digest, ObjectId, PackageId};
use hengping_core::intake::Severity;
use hengping_core::time::Instant;
use hengping_format::Document;
use hengping_format::container::MAX_CONTAINER_BYTES;
use hengping_format::doc::{Entry, Supersedes};
use hengping_format::package::{self, Material, ObjectSource, PackageKeys, PackageSpec, Written};
use hengping_format::trust::write_trust_file;
use hengping_format::{Reason, Refusal};
use hengping_store::Event;
use hengping_store::table::documents::DocumentKind;
use hengping_store::table::intake::IntakeRow;
use hengping_store::table::packed::PackedRow;
use hengping_store::table::register::IssuedRow;
use hengping_store::table::rounds::RoundRow;
use hengping_store::table::secrets::SecretPurpose;
use serde::Serialize;

use super::issuing::{Issue, TicketFile};
use super::tickets::{Address, Edition, Holder, NewTicket, Terms};
use super::{Office, keys};
use crate::context::{Context, Unit};
use crate::error::{Error, Refused, Result};
use crate::identity::Fingerprint;
use crate::volumes::Folder;

/// What is to be packed and for whom besides the experts.
#[derive(Debug, Clone, Default)]
pub struct PackRequest {
    /// Where package and tickets go.
    pub out: PathBuf,
    /// Cards of chairs.
    pub panel: Vec<PathBuf>,
    /// Cards of visit teams.
    pub visit: Vec<PathBuf>,
    /// When bundles are due; the end of the round's validity when not given.
    pub due: Option<Instant>,
    /// Whether experts declare themselves on the table of conflicts before they get the tickets
    /// that open applications.
    pub declarations_first: bool,
    /// Where slips with activation codes go, when somebody gets one.
    pub slips: Option<PathBuf>,
}

/// What a later edition is to be.
#[derive(Debug, Clone, Default)]
pub struct SupersedeRequest {
    /// Where package and tickets go.
    pub out: PathBuf,
    /// When bundles are due; as before when not given.
    pub due: Option<Instant>,
    /// Whether it is made though nothing changed, because no copy of the package is left.
    pub lost: bool,
}

/// What was packed.
#[derive(Debug, Clone, Serialize)]
pub struct Packed {
    /// The package.
    pub package: PackageId,
    /// Number of its edition.
    pub seq: u32,
    /// What everybody's copy must agree on.
    pub digest: Fingerprint,
    /// Its files with their sizes.
    pub files: Vec<(PathBuf, u64)>,
    /// Applications in it.
    pub applications: usize,
    /// Whether there is one for practice besides.
    pub practice: bool,
    /// Different documents in it.
    pub documents: usize,
    /// The authority's root, for everybody to pin.
    pub root: PathBuf,
    /// The register of tickets, for the panel.
    pub register: PathBuf,
    /// The tickets.
    pub tickets: Vec<TicketFile>,
    /// Slips with activation codes, to travel apart from the tickets.
    pub slips: Vec<PathBuf>,
}

/// What a package is made from.
struct Source {
    round: RoundRow,
    /// The practice application among them.
    rows: Vec<IntakeRow>,
}

/// A package that was written and is not in force yet.
struct Draft {
    spec: PackageSpec,
    keys: PackageKeys,
    written: Written,
    documents: usize,
}

impl Office {
    /// Packs the round.
    ///
    /// # Errors
    /// Findings that block, no committee, nobody assigned, materials that changed since.
    pub fn pack(&mut self, request: &PackRequest, ctx: &Context) -> Result<Packed> {
        let source = self.source()?;
        let packed = self.store.read().packed();
        if !packed.of_round(&source.round.round.id)?.is_empty() {
            return Err(Refused::AlreadyPacked.into());
        }
        self.refuse_blocking(ctx)?;
        let holders = self.holders(&request.panel, &request.visit)?;
        let is_coded = |holder: &Holder| matches!(holder.address, Address::Code(_));
        if request.slips.is_none() && holders.iter().any(is_coded) {
            return Err(Refused::NoSlips.into());
        }
        let package = PackageId::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?;
        let draft = self.draft(&source, package, None, &request.out, ctx)?;
        let edition = draft.edition();
        let due = request.due.unwrap_or(source.round.valid_until);
        let mut notes = self.notes()?;
        let mut tickets = Vec::new();
        for holder in &holders {
            let mut terms = Terms::fresh(due, ctx)?;
            if request.declarations_first && holder.expert.is_some() {
                notes.declaring.insert(terms.ticket.clone());
                terms.closed = holder.assigned.iter().cloned().collect();
            }
            tickets.push(self.new_ticket(holder, &edition, terms, ctx)?);
        }
        notes.packed_from = Some(source.digest()?);
        let mut packed = self.publish(&source, &draft, tickets, notes, &request.out, ctx)?;
        if let Some(folder) = &request.slips {
            let rows = self.current(&source.round.round.id)?;
            packed.slips = self.write_slips(&rows, folder)?;
        }
        Ok(packed)
    }

    /// Packs a later edition after materials were corrected: the same package under the next
    /// number, and the next number of every ticket in force.
    ///
    /// # Errors
    /// Nothing packed yet, nothing changed since; as for [`Office::pack`].
    pub fn supersede(&mut self, request: &SupersedeRequest, ctx: &Context) -> Result<Packed> {
        let before = self.packed()?;
        let source = self.source()?;
        let mut notes = self.notes()?;
        let content = Some(source.digest()?);
        if notes.packed_from == content && !request.lost {
            return Err(Refused::NothingChanged.into());
        }
        self.refuse_blocking(ctx)?;
        let rows = self.current(&before.round)?.into_iter();
        let rows: Vec<IssuedRow> = rows.filter(|row| row.revoked_at.is_none()).collect();
        let package = before.id.clone();
        let draft = self.draft(&source, package, Some(&before), &request.out, ctx)?;
        let edition = draft.edition();
        let tickets = self.later_tickets(&rows, &edition, &notes, request.due, ctx)?;
        notes.packed_from = content;
        self.publish(&source, &draft, tickets, notes, &request.out, ctx)
    }

    fn source(&self) -> Result<Source> {
        let round = self.round()?;
        let rows = self.store.read().intake().of_round(&round.round.id)?;
        Ok(Source { round, rows })
    }

    /// Writes the package; nothing is in force yet.
    fn draft(
        &self,
        source: &Source,
        package: PackageId,
        before: Option<&PackedRow>,
        out: &Path,
        ctx: &Context,
    ) -> Result<Draft> {
        let trust = self.trust_file()?;
        let spec = source.spec(package, before, ctx);
        let applications = spec.applications.iter();
        let keys = PackageKeys::generate(applications.map(|one| &one.application.id));
        let mut files = Files::of(&source.rows);
        let documents = files.paths.len();
        let written = self.write_package(&spec, &keys, &trust, &mut files, out, ctx)?;
        Ok(Draft {
            spec,
            keys,
            written,
            documents,
        })
    }

    /// Brings a written package into force and writes what goes with it.
    fn publish(
        &mut self,
        source: &Source,
        draft: &Draft,
        tickets: Vec<NewTicket>,
        notes: super::notes::Notes,
        out: &Path,
        ctx: &Context,
    ) -> Result<Packed> {
        let spec = &draft.spec;
        let secrets = keys::rows(&spec.package, spec.seq, &draft.keys, ctx);
        let issue = Issue {
            edition: Some((self.packed_row(draft, ctx)?, secrets)),
            tickets,
            revoked: None,
            notes,
            notice: None,
        };
        let event = Event::act("packed")
            .about(&spec.package)
            .about(&draft.written.digest);
        self.commit(&issue, event, ctx).inspect_err(|_| {
            for (file, _) in named(&draft.written, out) {
                let _ = std::fs::remove_file(file);
            }
        })?;
        let papers = self.write_papers(out)?;
        let practice = source.rows.iter().any(|row| row.practice);
        Ok(Packed {
            package: spec.package.clone(),
            seq: spec.seq,
            digest: Fingerprint::of(draft.written.digest),
            files: named(&draft.written, out),
            applications: spec.applications.len(),
            practice,
            documents: draft.documents,
            root: papers.root,
            register: papers.register,
            tickets: self.write_tickets(&issue.rows(), out)?,
            slips: Vec::new(),
        })
    }

    fn packed_row(&self, draft: &Draft, ctx: &Context) -> Result<PackedRow> {
        let publisher = self.signing_key(SecretPurpose::Publisher)?;
        let signed = draft.written.manifest.sign(&[&publisher])?;
        Ok(PackedRow {
            id: draft.spec.package.clone(),
            round: draft.spec.round.id.clone(),
            seq: draft.spec.seq,
            supersedes: None,
            manifest: draft.written.digest,
            signed: signed.into_bytes(),
            at: ctx.now,
        })
    }

    fn refuse_blocking(&self, ctx: &Context) -> Result<()> {
        let report = self.check(ctx)?;
        let refused = |severity: &Severity| *severity == Severity::Refused;
        let count = report
            .findings
            .iter()
            .filter(|one| refused(&one.severity))
            .count();
        match count {
            0 => Ok(()),
            count => Err(Refused::BlockingFindings {
                count: count as u64,
            }
            .into()),
        }
    }

    /// The authority's documents as they travel in a package.
    pub(super) fn trust_file(&self) -> Result<Vec<u8>> {
        let documents = self.store.read().documents();
        let latest = |kind| documents.latest(kind, None);
        let root = latest(DocumentKind::Root)?.ok_or(Refused::Internal)?;
        let roles = latest(DocumentKind::Roles)?.ok_or(Refused::NoCommittee)?;
        let round = latest(DocumentKind::Round)?.ok_or(Refused::NoCommittee)?;
        Ok(write_trust_file(
            &[&root.signed],
            &roles.signed,
            &[&round.signed],
        )?)
    }

    fn write_package(
        &self,
        spec: &PackageSpec,
        keys: &PackageKeys,
        trust: &[u8],
        source: &mut Files,
        out: &Path,
        ctx: &Context,
    ) -> Result<Written> {
        let publisher = self.signing_key(SecretPurpose::Publisher)?;
        let target = out.join("package.orp");
        if target.exists() {
            return Err(Refused::FileExists {
                file: target.display().to_string(),
            }
            .into());
        }
        let mut sink = Folder::new(out);
        let mut begun = false;
        let mut progress = |at: package::Progress| {
            if !begun {
                ctx.progress.begin("task-pack", at.total, Unit::Bytes);
                begun = true;
            }
            ctx.progress.at(at.done);
        };
        let written = package::write(
            spec,
            keys,
            trust,
            &[&publisher],
            source,
            &mut sink,
            &mut progress,
        );
        ctx.progress.end();
        let written = written.and_then(|written| Ok(sink.sync().map(|()| written)?));
        written.map_err(|refusal| {
            sink.remove_made();
            source.explain(refusal)
        })
    }
}

impl Source {
    fn spec(&self, package: PackageId, before: Option<&PackedRow>, ctx: &Context) -> PackageSpec {
        let material = |row: &IntakeRow| Material {
            application: row.body.clone(),
            recognised: Vec::new(),
        };
        let (practice, rows): (Vec<_>, Vec<_>) = self.rows.iter().partition(|row| row.practice);
        PackageSpec {
            package,
            seq: before.map_or(1, |before| before.seq + 1),
            supersedes: before.map(|before| Supersedes {
                manifest: before.manifest,
                seq: before.seq,
            }),
            round: self.round.round.clone(),
            scheme: self.round.scheme.clone(),
            issued: ctx.now,
            valid_from: self.round.valid_from,
            valid_until: self.round.valid_until,
            practice: practice.first().map(|row| material(row)),
            applications: rows.into_iter().map(material).collect(),
            volume_limit: MAX_CONTAINER_BYTES,
        }
    }

    /// Digest of everything a package is made from, to tell whether something changed.
    fn digest(&self) -> Result<Digest> {
        let bodies: Vec<_> = self
            .rows
            .iter()
            .map(|row| (row.practice, &row.body))
            .collect();
        let round = (&self.round.round, &self.round.scheme);
        let valid = (self.round.valid_from, self.round.valid_until);
        let text = serde_json::to_vec(&(round, valid, bodies)).map_err(|_| Refused::Internal)?;
        Ok(Digest::of(&text))
    }
}

impl Draft {
    fn edition(&self) -> Edition {
        Edition {
            package: self.spec.package.clone(),
            round: self.spec.round.id.clone(),
            manifest: self.written.digest,
            keys: self.keys.clone(),
        }
    }
}

fn named(written: &Written, out: &Path) -> Vec<(PathBuf, u64)> {
    written
        .files
        .iter()
        .map(|file| (out.join(&file.name), file.size))
        .collect()
}

/// The evidence files on the office's disk, by object.
struct Files {
    paths: BTreeMap<ObjectId, PathBuf>,
}

impl Files {
    fn of(rows: &[IntakeRow]) -> Self {
        let mut paths = BTreeMap::new();
        for row in rows {
            for item in &row.body.evidence {
                let path = Path::new(&row.directory).join(&item.file_name);
                paths.insert(item.object.clone(), path);
            }
        }
        Self { paths }
    }

    /// A file that is not what it was when it was taken in is named.
    fn explain(&self, refusal: Refusal) -> Error {
        let changed = matches!(refusal.reason, Reason::FileSize | Reason::PlainDigest);
        let entry = refusal.place.entry.as_deref().unwrap_or_default();
        let named = self
            .paths
            .iter()
            .find(|(id, _)| entry.ends_with(&Entry::Object((*id).clone()).name()));
        match named {
            Some((_, path)) if changed => Refused::MaterialChanged {
                file: path.display().to_string(),
            }
            .into(),
            _ => refusal.into(),
        }
    }
}

impl ObjectSource for Files {
    fn open(&mut self, object: &ObjectId) -> std::io::Result<Box<dyn Read + '_>> {
        let path = self.paths.get(object).ok_or(std::io::ErrorKind::NotFound)?;
        Ok(Box::new(std::fs::File::open(path)?))
    }
}
