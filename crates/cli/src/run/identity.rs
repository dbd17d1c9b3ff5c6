//! Making an identity, restoring a store and going on with an old copy, which everybody does alike.

use std::io::Write;
use std::path::Path;

use hengping_app::error::Error;
use hengping_app::identity::Enrolment;
use hengping_app::{StoreContinued, StoreRestored, Unlock, files};

use super::{Run, unlock};
use crate::args::{IdentityArgs, RestoreArgs};
use crate::outcome::{Outcome, Result};
use crate::print;

/// Makes an identity in the home; the card goes to the file that was named.
pub(super) fn enrol(
    run: &Run<'_>,
    args: &IdentityArgs,
    make: impl Fn(&Path, &str, (&str, &str)) -> std::result::Result<Enrolment, Error>,
) -> Result {
    let home = run.home()?;
    let passphrase = run.new_passphrase()?;
    let (out, sheet) = (args.out.as_path(), args.recovery_sheet.as_deref());
    let enrolment = hengping_app::with_papers(home, |folder| {
        let made = make(folder, &passphrase, (&args.name, &args.unit))?;
        let papers = print::papers(&made, out, sheet, run.say);
        Ok((made, papers))
    })?;
    print::enrolled(&enrolment, (out, sheet), run.say)
}

/// Restores a backup into the home, with the passphrase or the code on the recovery sheet.
pub(super) fn restore(
    run: &Run<'_>,
    args: &RestoreArgs,
    restore: impl Fn(&Path, &Path, Unlock<'_>) -> std::result::Result<StoreRestored, Error>,
) -> Result {
    let home = run.home()?;
    let restored = match &args.recovery_sheet {
        Some(sheet) => {
            let code = hengping_app::recovery_code(&files::read_text(sheet)?)?;
            restore(&args.folder, home, Unlock::Recovery(&code))?
        }
        None => {
            let passphrase = run.passphrase()?;
            restore(&args.folder, home, unlock(&passphrase))?
        }
    };
    Outcome::new(&restored, print::restored(&restored, run.say))
}

/// Says on standard error that an old copy of the store was put back: what is shown lacks what was
/// done since.
pub(super) fn warn_if_behind(run: &Run<'_>, behind: bool) {
    if behind {
        // A closed pipe is no error of ours.
        let _ = writeln!(
            std::io::stderr(),
            "{}",
            run.say.say("refusal-rolled-back", &[])
        );
    }
}

/// An old copy that goes on.
pub(super) fn continued(run: &Run<'_>, continued: &StoreContinued) -> Result {
    Outcome::new(continued, print::continued(continued, run.say))
}
