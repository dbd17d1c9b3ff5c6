//! From arguments to what a desktop stands on.

use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use hengping_app::context::Ids;
use hengping_app::desktop::{Ground, Identities};
use hengping_app::{Pool, RenderConfig, Settings};
use hengping_core::time::Instant;
use hengping_store::{DiskKind, KdfCost};

use crate::arguments::Arguments;

pub(crate) fn of(arguments: &Arguments) -> Result<Ground> {
    let fixed: Option<Instant> = match &arguments.clock {
        Some(text) => Some(text.parse().ok().context("--clock is not RFC 3339")?),
        None => None,
    };
    let settings = match arguments.cheap {
        true => Settings {
            cost: KdfCost::TEST,
            disk: |_| DiskKind::Local,
        },
        false => Settings::default(),
    };
    let ids = arguments
        .ids
        .clone()
        .map_or(Ids::Random, |prefix| Ids::Counted {
            prefix,
            last: 0.into(),
        });
    let (identities, lies) = match (&arguments.home, &arguments.store) {
        (Some(home), None) => (Identities::Below(home.clone()), home),
        (None, Some(store)) => (
            Identities::Only(arguments.workspace(), store.clone()),
            store,
        ),
        _ => bail!("give --home or --store"),
    };
    let pool = RenderConfig::locate().ok().map(Pool::new);
    Ok(Ground {
        identities,
        preferences: lies.with_extension("preferences.json"),
        settings,
        now: Box::new(move || fixed.unwrap_or_else(|| Instant::from_utc(chrono::Utc::now()))),
        ids,
        pool: pool.transpose()?.map(Arc::new),
    })
}
