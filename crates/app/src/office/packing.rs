//! Packing: one package for all, one ticket for each.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use hengping_core::id::{ApplicationId, Digest, ObjectId, PackageId};
use hengping_core::intake::Severity;
use hengping_core::time::Instant;
use hengping_format::Document;
use hengping_format::container::MAX_CONTAINER_BYTES;
use hengping_format::doc::{Entry, Register};
use hengping_format::package::{self, Material, ObjectSource, PackageKeys, PackageSpec, Written};
use hengping_format::suite::{Identity, Suite};
use hengping_format::trust::write_trust_file;
use hengping_format::{Reason, Refusal};
use hengping_store::Event;
use hengping_store::table::documents::DocumentKind;
use hengping_store::table::intake::IntakeRow;
use hengping_store::table::packed::PackedRow;
use hengping_store::table::rounds::RoundRow;
use hengping_store::table::secrets::{SecretPurpose, SecretRow};
use serde::Serialize;

use super::tickets::{Holder, NewTicket};
use super::{Office, identity_row};
use crate::context::{Context, Unit};
use crate::error::{Error, Refused, Result};
use crate::files;
use crate::identity::Fingerprint;
use crate::volumes::Folder;

/// What is to be packed and for whom besides the experts.
#[derive(Debug, Clone)]
pub struct PackRequest {
    /// Where package and tickets go.
    pub out: PathBuf,
    /// Cards of chairs.
    pub panel: Vec<PathBuf>,
    /// Cards of visit teams.
    pub visit: Vec<PathBuf>,
    /// When bundles are due; the end of the round's validity when not given.
    pub due: Option<Instant>,
}

/// What was packed.
#[derive(Debug, Serialize)]
pub struct Packed {
    /// The package.
    pub package: PackageId,
    /// What everybody's copy must agree on.
    pub digest: Fingerprint,
    /// Its files with their sizes.
    pub files: Vec<(PathBuf, u64)>,
    /// Applications in it.
    pub applications: usize,
    /// Different documents in it.
    pub documents: usize,
    /// The authority's root, for everybody to pin.
    pub root: PathBuf,
    /// The register of tickets, for the panel.
    pub register: PathBuf,
    /// The tickets.
    pub tickets: Vec<TicketFile>,
}

/// A ticket that was written.
#[derive(Debug, Serialize)]
pub struct TicketFile {
    /// The ticket.
    pub ticket: hengping_core::id::TicketId,
    /// Name of its holder.
    pub holder: String,
    /// Whom it is for.
    pub kind: hengping_format::doc::TicketKind,
    /// How many applications it opens.
    pub applications: usize,
    /// The file.
    pub file: PathBuf,
}

impl Office {
    /// Packs the round.
    ///
    /// # Errors
    /// Findings that block, no committee, nobody assigned, materials that changed since.
    pub fn pack(&mut self, request: &PackRequest, ctx: &Context) -> Result<Packed> {
        let round = self.round()?;
        if !self
            .store
            .read()
            .packed()
            .of_round(&round.round.id)?
            .is_empty()
        {
            return Err(Refused::AlreadyPacked.into());
        }
        self.refuse_blocking(ctx)?;
        let trust = self.trust_file()?;
        let holders = self.holders(&request.panel, &request.visit)?;
        let rows = self.store.read().intake().of_round(&round.round.id)?;
        let spec = self.spec(&round, &rows, ctx)?;
        let keys = PackageKeys::generate(rows.iter().map(|row| &row.body.id));
        let mut files = Files::of(&rows);
        let documents = files.paths.len();
        let written = self.write_package(&spec, &keys, &trust, &mut files, &request.out, ctx)?;
        let due = request.due.unwrap_or(round.valid_until);
        let batch = self.make_tickets(holders, &spec, &keys, &written, due, ctx)?;
        self.record(&spec, &keys, &written, &batch, ctx)?;
        let tickets = write_tickets(&batch, &request.out)?;
        let (root, register) = self.write_papers(&request.out, ctx)?;
        Ok(Packed {
            package: spec.package,
            digest: Fingerprint::of(written.digest),
            files: named(&written, &request.out),
            applications: rows.len(),
            documents,
            root,
            register,
            tickets,
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

    fn spec(&self, round: &RoundRow, rows: &[IntakeRow], ctx: &Context) -> Result<PackageSpec> {
        let materials = rows.iter().map(|row| Material {
            application: row.body.clone(),
            recognised: Vec::new(),
        });
        Ok(PackageSpec {
            package: PackageId::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?,
            seq: 1,
            supersedes: None,
            round: round.round.clone(),
            scheme: round.scheme.clone(),
            issued: ctx.now,
            valid_from: round.valid_from,
            valid_until: round.valid_until,
            practice: None,
            applications: materials.collect(),
            volume_limit: MAX_CONTAINER_BYTES,
        })
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
        written.map_err(|refusal| source.explain(refusal, out))
    }

    fn record(
        &mut self,
        spec: &PackageSpec,
        keys: &PackageKeys,
        written: &Written,
        batch: &[NewTicket],
        ctx: &Context,
    ) -> Result<()> {
        let publisher = self.signing_key(SecretPurpose::Publisher)?;
        let signed = written.manifest.sign(&[&publisher])?;
        let row = PackedRow {
            id: spec.package.clone(),
            round: spec.round.id.clone(),
            seq: spec.seq,
            supersedes: None,
            manifest: written.digest,
            signed: signed.into_bytes(),
            at: ctx.now,
        };
        let secrets = package_secrets(&spec.package, keys, ctx);
        let event = Event::act("packed")
            .about(&spec.package)
            .about(&written.digest);
        self.store.write(ctx.now, |write| -> Result<_> {
            write.packed().add(&row)?;
            secrets
                .iter()
                .try_for_each(|row| write.secrets().add(row))?;
            for ticket in batch {
                write.register().add(&ticket.issued)?;
                if let Some(card) = ticket.holder.card_document(ctx)
                    && write.read().documents().get(card.digest)?.is_none()
                {
                    write.documents().add(&card)?;
                }
            }
            Ok(((), event))
        })
    }

    /// Root and register beside the package.
    pub(super) fn write_papers(&self, out: &Path, ctx: &Context) -> Result<(PathBuf, PathBuf)> {
        let root = out.join("root.json");
        files::write_same(&root, &self.root()?)?;
        let signed = self.register_document(ctx)?;
        let register = out.join(format!("register-{:04}.json", signed.0));
        files::write_new(&register, &signed.1)?;
        Ok((root, register))
    }

    fn register_document(&self, ctx: &Context) -> Result<(u32, Vec<u8>)> {
        let round = self.round()?.round.id;
        let issued = self.store.read().register().of_round(&round)?;
        let number = issued.len() as u32;
        let mut tickets = self.registered(&issued)?;
        tickets.sort_by(|one, other| one.ticket.cmp(&other.ticket));
        let register = Register {
            suite: Suite::intl_1(),
            round,
            number,
            issued: ctx.now,
            tickets,
        };
        let key = self.signing_key(SecretPurpose::Registrar)?;
        Ok((number, register.sign(&[&key])?.into_bytes()))
    }

    /// The identities of the package that was packed.
    pub(super) fn package_keys(&self, package: &PackageId) -> Result<PackageKeys> {
        let rows = self.store.read().secrets().of_package(package)?;
        let identity = |row: &SecretRow| -> Result<Identity> {
            let text = std::str::from_utf8(row.secret.expose()).map_err(|_| Refused::Internal)?;
            Ok(Identity::from_secret_text(text).map_err(|_| Refused::Internal)?)
        };
        let index = self
            .store
            .read()
            .secrets()
            .get(SecretPurpose::PackageIndex, package.as_str())?;
        let mut applications = BTreeMap::new();
        for row in &rows {
            let id = row.name.strip_prefix(&application_name(package, ""));
            let id = id
                .and_then(|id| ApplicationId::new(id).ok())
                .ok_or(Refused::Internal)?;
            applications.insert(id, identity(row)?);
        }
        Ok(PackageKeys {
            index: identity(&index.ok_or(Refused::Internal)?)?,
            applications,
        })
    }
}

/// The name under which `Secrets::of_package` finds the identity of an application.
fn application_name(package: &PackageId, application: &str) -> String {
    format!("{package}.{application}")
}

/// Identities of a package, by names that `Secrets::of_package` finds.
fn package_secrets(package: &PackageId, keys: &PackageKeys, ctx: &Context) -> Vec<SecretRow> {
    let index = identity_row(
        SecretPurpose::PackageIndex,
        package.as_str(),
        &keys.index,
        ctx,
    );
    let applications = keys.applications.iter().map(|(id, key)| {
        let name = application_name(package, id.as_str());
        identity_row(SecretPurpose::Application, &name, key, ctx)
    });
    std::iter::once(index).chain(applications).collect()
}

fn named(written: &Written, out: &Path) -> Vec<(PathBuf, u64)> {
    written
        .files
        .iter()
        .map(|file| (out.join(&file.name), file.size))
        .collect()
}

pub(super) fn write_tickets(batch: &[NewTicket], out: &Path) -> Result<Vec<TicketFile>> {
    let mut files = Vec::new();
    for ticket in batch {
        let file = out
            .join("tickets")
            .join(format!("{}.ort", ticket.issued.ticket));
        files::write_new(&file, &ticket.issued.bytes)?;
        files.push(TicketFile {
            ticket: ticket.issued.ticket.clone(),
            holder: ticket.holder.name().to_owned(),
            kind: ticket.holder.kind(),
            applications: ticket.issued.assigned.len(),
            file,
        });
    }
    Ok(files)
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

    /// A file that is not what it was when the round was made is named; fragments go.
    fn explain(&self, refusal: Refusal, out: &Path) -> Error {
        let _ = std::fs::remove_file(out.join("package.orp"));
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

/// What a new ticket needs of a package that was written.
pub(super) struct PackageNames {
    pub(super) package: PackageId,
    pub(super) round: hengping_core::id::RoundId,
    pub(super) manifest: Digest,
}

impl PackageNames {
    pub(super) fn of(spec: &PackageSpec, written: &Written) -> Self {
        Self {
            package: spec.package.clone(),
            round: spec.round.id.clone(),
            manifest: written.digest,
        }
    }
}

impl Office {
    fn make_tickets(
        &self,
        holders: Vec<Holder>,
        spec: &PackageSpec,
        keys: &PackageKeys,
        written: &Written,
        due: Instant,
        ctx: &Context,
    ) -> Result<Vec<NewTicket>> {
        let names = PackageNames::of(spec, written);
        let make = |holder| self.new_ticket(holder, &names, keys, (due, 1, None), ctx);
        holders.into_iter().map(make).collect()
    }
}
