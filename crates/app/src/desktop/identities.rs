//! The identities on this machine: one store each, in a folder of its own.
//!
//! Owns where they lie and what can be told of them while they are closed: the kind of work, a
//! number, and a label where the person wanted one. Trap: all of that is in the clear, so a label
//! says only what its owner typed as one; names stay inside the stores.

use std::path::{Path, PathBuf};

use super::wire::start::{IdentityView, Workspace};
use crate::error::{Refused, Result};

/// Most identities of one kind that are looked for.
const MOST: u32 = 32;
/// Most characters of a label.
const LABEL: usize = 40;
/// Name of the file that holds a label.
const LABEL_FILE: &str = "label.txt";

/// Where identities lie.
#[derive(Debug, Clone)]
pub enum Identities {
    /// Any number, each in a folder below the program's home.
    Below(PathBuf),
    /// One, in this folder.
    Only(Workspace, PathBuf),
}

/// One identity, as far as it can be seen without opening it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    /// What the window calls it.
    pub(crate) name: String,
    pub(crate) workspace: Workspace,
    /// Number among those of its kind, from 1.
    pub(crate) number: u32,
    pub(crate) folder: PathBuf,
}

impl Workspace {
    /// All kinds; the one most people have first.
    pub(crate) const ALL: [Self; 4] = [Self::Expert, Self::Panel, Self::Visit, Self::Office];

    /// Name of the folder of the first identity of the kind.
    fn folder(self) -> &'static str {
        match self {
            Self::Expert => "work",
            Self::Panel => "panel",
            Self::Visit => "visit",
            Self::Office => "office",
        }
    }

    /// Whether a file that was handed over is for this work, by its name. Small signed documents
    /// all end alike, so they go to whoever is there.
    pub(crate) fn takes(self, file_name: &str) -> bool {
        match Path::new(file_name)
            .extension()
            .and_then(|end| end.to_str())
        {
            Some("orp" | "ort") => self != Self::Office,
            Some("orb") => matches!(self, Self::Panel | Self::Office),
            _ => true,
        }
    }
}

impl Identities {
    /// Those that are there.
    pub(crate) fn all(&self) -> Vec<Identity> {
        let mut all = self.places();
        all.retain(|one| hengping_store::exists(&one.folder));
        all
    }

    /// Every place where one may lie.
    fn places(&self) -> Vec<Identity> {
        match self {
            Self::Only(workspace, folder) => vec![Identity {
                name: workspace.folder().to_owned(),
                workspace: *workspace,
                number: 1,
                folder: folder.clone(),
            }],
            Self::Below(home) => {
                let numbers = |workspace| (1..=MOST).map(move |number| (workspace, number));
                let places = Workspace::ALL.into_iter().flat_map(numbers);
                places.map(|place| Identity::below(home, place)).collect()
            }
        }
    }

    /// The one of this name.
    pub(crate) fn find(&self, name: &str) -> Result<Identity> {
        let found = self.all().into_iter().find(|one| one.name == name);
        Ok(found.ok_or(Refused::UnknownIdentity)?)
    }

    /// Where the next one of a kind is made.
    pub(crate) fn next(&self, workspace: Workspace) -> Result<Identity> {
        let mut free = self.places().into_iter();
        let fits = |one: &Identity| {
            let only = matches!(self, Self::Only(..));
            one.workspace == workspace && (only || !hengping_store::exists(&one.folder))
        };
        Ok(free.find(fits).ok_or(Refused::OtherWorkspace)?)
    }
}

impl Identity {
    fn below(home: &Path, (workspace, number): (Workspace, u32)) -> Self {
        let name = match number {
            1 => workspace.folder().to_owned(),
            _ => format!("{}-{number}", workspace.folder()),
        };
        Self {
            folder: home.join(&name),
            name,
            workspace,
            number,
        }
    }

    /// Keeps what its owner calls it on this machine.
    pub(crate) fn keep_label(&self, label: &str) {
        let label: String = label.trim().chars().take(LABEL).collect();
        if !label.is_empty() {
            // The identity is made; without its label it is told by kind and number.
            let _ = std::fs::write(self.folder.join(LABEL_FILE), label);
        }
    }

    pub(crate) fn view(&self) -> IdentityView {
        let label = std::fs::read_to_string(self.folder.join(LABEL_FILE)).unwrap_or_default();
        IdentityView {
            identity: self.name.clone(),
            workspace: self.workspace,
            number: self.number,
            label: label.chars().take(LABEL).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(home: &Path, name: &str) {
        std::fs::create_dir_all(home.join(name)).unwrap();
        std::fs::write(home.join(name).join("key.json"), b"{}").unwrap();
    }

    #[test]
    fn identities_are_told_by_folder_and_the_next_takes_the_first_free_number() {
        let home = tempfile::tempdir().unwrap();
        let identities = Identities::Below(home.path().to_owned());
        assert_eq!(identities.all(), []);
        for name in ["panel-3", "work", "panel", "visit-99", "else"] {
            made(home.path(), name);
        }
        let all = identities.all();
        let named: Vec<_> = all.iter().map(|one| (&*one.name, one.number)).collect();
        assert_eq!(named, [("work", 1), ("panel", 1), ("panel-3", 3)]);
        assert_eq!(identities.next(Workspace::Panel).unwrap().name, "panel-2");
        assert_eq!(identities.next(Workspace::Office).unwrap().name, "office");
        assert!(identities.find("panel-2").is_err());
    }

    #[test]
    fn a_label_is_what_was_typed_and_nothing_else_is_told() {
        let home = tempfile::tempdir().unwrap();
        made(home.path(), "work");
        let only = Identities::Only(Workspace::Expert, home.path().join("work"));
        let one = only.find("work").unwrap();
        assert_eq!(one.view().label, "");
        one.keep_label(&format!("  {}", "组".repeat(60)));
        assert_eq!(one.view().label, "组".repeat(40));
        assert!(only.next(Workspace::Office).is_err());
    }
}
