//! `hengping about` and `hengping update …`.

use std::path::Path;

use hengping_app::about;
use hengping_app::error::{Error, Refused};
use hengping_app::update::{self, Stored, UpdatePrepared};

use super::Run;
use crate::args::UpdateCommand;
use crate::outcome::{Outcome, Result};
use crate::print::installed as show;

/// What the program stands on; with findings where documents cannot be shown as they should.
pub(super) fn about(run: &Run<'_>) -> Result {
    let pool = run.pool();
    let about = about::about(pool.as_ref())?;
    let lacking = about.pdfium.is_none() || about.font.is_none();
    Ok(Outcome::new(&about, show::about(&about, run.say))?.with_findings(lacking))
}

pub(super) fn update(run: &Run<'_>, command: UpdateCommand) -> Result {
    let ctx = run.context();
    match command {
        UpdateCommand::Verify { file, release_key } => {
            let verified = update::verify(&file, release_key.as_deref(), &ctx)?;
            Outcome::new(&verified, show::verified(&verified, run.say))
        }
        UpdateCommand::Prepare {
            file,
            backup,
            without_backup,
            release_key,
        } => {
            if backup.is_none() && !without_backup {
                return Err(Refused::BackupUnnamed.into());
            }
            let prepared = prepare(run, &file, backup.as_deref(), release_key.as_deref())?;
            Outcome::new(&prepared, show::prepared(&prepared, run.say))
        }
        UpdateCommand::Key { file } => {
            let made = update::make_key(&file)?;
            Outcome::new(&made, show::key_made(&made, run.say))
        }
        UpdateCommand::Sign {
            file,
            of,
            target,
            key,
        } => {
            let about = update::About {
                version: &of,
                target: &target,
            };
            let word = update::sign(&file, about, &key, &ctx)?;
            let text = run.say.say(
                "update-signed",
                &[("file", word.display().to_string().into())],
            );
            Outcome::new(&word, text)
        }
    }
}

fn prepare(
    run: &Run<'_>,
    file: &Path,
    backup: Option<&Path>,
    key: Option<&str>,
) -> std::result::Result<UpdatePrepared, Error> {
    // Before anybody types a passphrase.
    update::verify(file, key, &run.context())?;
    let passphrase = backup.map(|_| run.passphrase()).transpose()?;
    let stored = match (backup, &passphrase) {
        (Some(to), Some(passphrase)) => Some(Stored {
            folder: run.home()?,
            to,
            passphrase,
            settings: &run.settings,
        }),
        _ => None,
    };
    update::prepare(file, key, stored, &std::env::temp_dir(), &run.context())
}
