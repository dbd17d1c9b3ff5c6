//! Decoded forms for people and for comparison with other readers: plain JSON, no secrets.

use serde_json::{Value, json};

use crate::bundle::BundleContent;
use crate::doc::{Body, Card, Inner, Label, Pledge};
use crate::document::{Document, Verified};
use crate::package::Package;
use crate::refusal::{Reason, Result};
use crate::ticket::OpenTicket;

fn value<T: serde::Serialize>(content: &T) -> Result<Value> {
    serde_json::to_value(content).map_err(|_| Reason::JsonShape.into())
}

/// A document: kind, digest, signers, content.
///
/// # Errors
/// None in practice.
pub fn document<T: Document>(document: &Verified<T>) -> Result<Value> {
    Ok(json!({
        "type": T::KIND.slug(),
        "digest": document.digest(),
        "signers": document.signers(),
        "content": value(document.content())?,
    }))
}

/// A package: list, authority, round; with what was opened of it.
///
/// # Errors
/// None in practice.
pub fn package(package: &Package, inner: Option<&Inner>, bodies: &[&Body]) -> Result<Value> {
    let state = package.trust();
    let round = state.round(&package.manifest().round)?;
    Ok(json!({
        "manifest": document(package.manifest())?,
        "root": document(state.root())?,
        "roles": document(state.roles())?,
        "round": document(round)?,
        "inner": value(&inner)?,
        "applications": value(&bodies)?,
    }))
}

/// A ticket without its keys.
///
/// # Errors
/// None in practice.
pub fn ticket(ticket: &OpenTicket) -> Result<Value> {
    let secrets = ticket.secrets();
    let assignments: Vec<Value> = secrets
        .assignments
        .iter()
        .map(|assignment| {
            let recipient = assignment
                .identity
                .as_ref()
                .map(|key| key.recipient().to_string());
            json!({ "application": assignment.application, "recipient": recipient })
        })
        .collect();
    Ok(json!({
        "outside": document(ticket.outside())?,
        "round": secrets.round,
        "kind": secrets.kind,
        "holder": secrets.holder,
        "assignments": assignments,
        "due": secrets.due,
        "committee": secrets.committee,
        "index": secrets.index.recipient(),
        "label_key": secrets.label_key.verifying_key(),
    }))
}

/// A bundle by its label alone.
///
/// # Errors
/// None in practice.
pub fn label(label: &Verified<Label>) -> Result<Value> {
    Ok(json!({ "label": document(label)? }))
}

/// A bundle that was opened.
///
/// # Errors
/// None in practice.
pub fn bundle(content: &BundleContent) -> Result<Value> {
    let reviews = content
        .reviews
        .iter()
        .map(document)
        .collect::<Result<Vec<_>>>()?;
    let visits = content
        .visits
        .iter()
        .map(document)
        .collect::<Result<Vec<_>>>()?;
    let card = content.card.as_ref().map(document::<Card>).transpose()?;
    let pledge = content.pledge.as_ref().map(document::<Pledge>);
    Ok(json!({
        "label": document(&content.label)?,
        "payload": document(&content.payload)?,
        "reviews": reviews,
        "visits": visits,
        "card": card,
        "pledge": pledge.transpose()?,
    }))
}
