//! Many result bundles, verified and merged, against decrypting their payloads and nothing else.
//!
//! Keys, ids and marks are made here; encryption is random, so sizes and not bytes repeat.

use anyhow::{Context, Result, anyhow};
use hengping_core::amount::Hundredths;
use hengping_core::id::{
    ApplicationId, BundleId, Digest, IndicatorCode, Lineage, PackageId, RoundId, TicketId,
};
use hengping_core::log::{self, Head};
use hengping_core::mark::{Judgement, Mark};
use hengping_core::merge::{self, Pieces};
use hengping_core::opinion::Opinion;
use hengping_core::review::Review;
use hengping_core::time::Instant as Moment;
use hengping_format::bundle::{self, BundleContent, BundleSpec, TicketKeys};
use hengping_format::doc::{BundleKind, Declaration, Pledge, SealedReview, Sentence};
use hengping_format::document::Document;
use hengping_format::suite::{ENTRY_BLOCK, Identity, SigningKey, Suite, open_bytes};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Instant;

/// As many leaves as the sample scheme has for experts.
const LEAVES: i64 = 19;
const MOST_BYTES: u64 = 16 << 20;

/// The keys and ids of one round.
struct Round {
    committee: Identity,
    label: SigningKey,
    holder: SigningKey,
    scheme: Digest,
    id: RoundId,
    package: PackageId,
    lineage: Lineage,
    time: Moment,
}

/// A bundle with what merge has to know of its ticket.
struct Made {
    bytes: Vec<u8>,
    ticket: TicketId,
    application: ApplicationId,
}

pub(crate) fn merge(count: u32) -> Result<Value> {
    let round = Round::new()?;
    let made: Vec<Made> = (0..count)
        .map(|number| round.make(number))
        .collect::<Result<_>>()?;
    let began = Instant::now();
    let mut opened = 0;
    for one in &made {
        opened += round.decrypt(&one.bytes)?.len();
    }
    let bare = began.elapsed();
    let began = Instant::now();
    let mut pieces = round.pieces(&made);
    for one in &made {
        pieces.insert_bundle(round.open(one)?);
    }
    let merged = merge::merge(&pieces);
    let counted = merged.all_counted().count();
    let whole = began.elapsed();
    anyhow::ensure!(
        counted == made.len(),
        "{counted} of {} reviews counted",
        made.len()
    );
    Ok(json!({
        "bundles": count,
        "bytes": made.iter().map(|one| one.bytes.len()).sum::<usize>(),
        "payload_bytes": opened,
        "seconds": whole.as_secs_f64(),
        "seconds_against": bare.as_secs_f64(),
    }))
}

fn refused(refusal: hengping_format::Refusal) -> anyhow::Error {
    anyhow!("{refusal}")
}

impl Round {
    fn new() -> Result<Self> {
        Ok(Self {
            committee: Identity::generate(),
            label: SigningKey::generate().map_err(refused)?,
            holder: SigningKey::generate().map_err(refused)?,
            scheme: Digest::of(b"a scheme"),
            id: RoundId::new("bench")?,
            package: PackageId::new("p1")?,
            lineage: Lineage::new("l1")?,
            time: "2026-01-01T00:00:00Z".parse().ok().context("an instant")?,
        })
    }

    fn review(
        &self,
        ticket: &TicketId,
        application: &ApplicationId,
        number: u32,
    ) -> Result<Review> {
        let mark = |leaf: i64| {
            anyhow::Ok(Mark {
                indicator: IndicatorCode::new(format!("C{leaf}"))?,
                judgement: Judgement::Score(Hundredths((i64::from(number) + leaf) % 21 * 50)),
                comment: "佐证齐全，数据可以相互印证，模式有一定创新。".to_owned(),
                citations: Vec::new(),
                material_version: 1,
            })
        };
        Ok(Review {
            round: self.id.clone(),
            package: self.package.clone(),
            ticket: ticket.clone(),
            application: application.clone(),
            seal: 1,
            previous: None,
            lineage: self.lineage.clone(),
            scheme: self.scheme,
            material_version: 1,
            last_notice: 0,
            unseal_reason: None,
            fact_sheet_read: Some(self.time),
            proposals: Vec::new(),
            marks: (1..=LEAVES).map(mark).collect::<Result<_>>()?,
            citations: Vec::new(),
            opinion: Opinion::default(),
            sealed_at: self.time,
        })
    }

    fn make(&self, number: u32) -> Result<Made> {
        let ticket = TicketId::new(format!("t{number}"))?;
        let application = ApplicationId::new(format!("a{number}"))?;
        let review = self.review(&ticket, &application, number)?;
        let sealed = SealedReview {
            suite: Suite::intl_1(),
            review,
        };
        let pledge = Pledge {
            suite: Suite::intl_1(),
            round: self.id.clone(),
            ticket: ticket.clone(),
            sentence: Sentence::NoTies1,
            count: 1,
            declarations: vec![Declaration {
                application: application.clone(),
                ground: None,
            }],
            made_at: self.time,
        };
        let entry = log::Entry {
            number: 1,
            at: self.time,
            kind: "sealed".parse()?,
            subjects: vec![application.as_str().parse()?],
        };
        let head = Head::EMPTY.then(&entry)?;
        let spec = BundleSpec {
            bundle: BundleId::new(format!("b{number}"))?,
            ticket: ticket.clone(),
            lineage: self.lineage.clone(),
            seq: 1,
            previous: None,
            kind: BundleKind::Review,
            committee: self.committee.recipient(),
            round: self.id.clone(),
            package: self.package.clone(),
            not_done: Vec::new(),
            recused: Vec::new(),
            log_head: head.digest,
            log_length: head.length,
            log_base: Head::EMPTY.digest,
            log: vec![entry],
            handed_in_at: self.time,
            card: None,
            pledge: Some(pledge.sign(&[&self.holder]).map_err(refused)?.into_bytes()),
            documents: vec![sealed.sign(&[&self.holder]).map_err(refused)?.into_bytes()],
        };
        let bundle = bundle::make(&spec, &self.label, &self.holder).map_err(refused)?;
        Ok(Made {
            bytes: bundle.bytes,
            ticket,
            application,
        })
    }

    /// What no reader can do without: find the payload and decrypt it.
    fn decrypt(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let size = bundle::claimed_label(bytes).map_err(refused)?.payload_size;
        let header = b"age-encryption.org/v1";
        let begins = |window: &[u8]| window == header;
        let at = bytes
            .windows(header.len())
            .position(begins)
            .context("no payload")?;
        let payload = bytes
            .get(at..at + usize::try_from(size)?)
            .context("a short payload")?;
        Ok(
            open_bytes(payload, &self.committee, ENTRY_BLOCK, MOST_BYTES)
                .map_err(refused)?
                .to_vec(),
        )
    }

    fn open(&self, one: &Made) -> Result<merge::Bundle> {
        let keys = TicketKeys {
            ticket: one.ticket.clone(),
            label: self.label.verifying_key(),
            holder: Some(self.holder.verifying_key()),
        };
        let content = bundle::open(&one.bytes, &self.committee, &keys).map_err(refused)?;
        Ok(self.piece(&content))
    }

    fn piece(&self, content: &BundleContent) -> merge::Bundle {
        let payload = content.payload.content();
        let sealed = |(digest, review): (Digest, &Review)| merge::Sealed {
            digest,
            content: review.clone(),
        };
        merge::Bundle {
            id: payload.bundle.clone(),
            digest: content.payload.digest(),
            label: content.label.digest(),
            package: payload.package.clone(),
            ticket: payload.ticket.clone(),
            signer: self.holder.fingerprint().0,
            lineage: payload.lineage.clone(),
            seq: payload.seq,
            previous: payload.previous,
            not_done: BTreeSet::new(),
            log_head: None,
            log: Vec::new(),
            content: merge::Content::Reviews(content.sealed_reviews().map(sealed).collect()),
        }
    }

    fn pieces(&self, made: &[Made]) -> Pieces {
        let ticket = |one: &Made| merge::Ticket {
            id: one.ticket.clone(),
            seq: 1,
            package: self.package.clone(),
            purpose: merge::Purpose::Review,
            replaces: None,
            assigned: BTreeSet::from([one.application.clone()]),
        };
        let key = |one: &Made| merge::TicketKey {
            ticket: one.ticket.clone(),
            signer: self.holder.fingerprint().0,
        };
        Pieces {
            packages: BTreeSet::from([self.package.clone()]),
            schemes: BTreeSet::from([self.scheme]),
            tickets: made.iter().map(ticket).collect(),
            keys: made.iter().map(key).collect(),
            ..Pieces::default()
        }
    }
}
