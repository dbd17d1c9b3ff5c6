//! A round from materials to packed package, in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};

use hengping_app::expert::{Exported, ImportFiles};
use hengping_app::office::{Office, PackRequest, Packed, RoundMade, TicketFile};
use hengping_app::panel::{Opened, Panel, PanelFiles};
use hengping_app::{TicketKind, Unlock};
use hengping_core::id::Digest;
use hengping_core::panel::draw::Contribution;
use hengping_format::bundle::{BundleContent, TicketKeys, claimed_label};
use hengping_format::doc::Register;
use hengping_format::envelope::Envelope;
use hengping_format::package::{MemoryFolder, Package};
use hengping_format::shares;
use hengping_format::suite::Identity;
use hengping_format::trust::{Purpose, Trust, TrustState};
use hengping_format::{Refusal, bundle};
use tempfile::TempDir;

use crate::{Moment, PASSPHRASE, Person, Plan, disk, patiently, person, settings, today};

/// A round that was packed.
pub struct Round {
    folder: TempDir,
    /// When it was made.
    pub moment: Moment,
    /// The office.
    pub office: Office,
    /// Who holds shares of the committee key, in the order of the shares.
    pub holders: Vec<Person>,
    /// The experts, all of them drawn.
    pub experts: Vec<Person>,
    /// What the office said of the materials.
    pub made: RoundMade,
    /// What was packed.
    pub packed: Packed,
}

/// How many hold shares, and how many it takes.
pub const HOLDERS: usize = 3;
/// How many shares open.
pub const THRESHOLD: u8 = 2;

/// A copy of the office's store from before packing.
const UNPACKED: &str = "office-unpacked";

impl Round {
    /// Makes and packs the round of `plan`.
    ///
    /// # Panics
    /// When a step is refused.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self::with_guest(plan, None)
    }

    /// The same, with a guest as the last of the experts: somebody who was enrolled elsewhere.
    ///
    /// # Panics
    /// When a step is refused.
    #[must_use]
    pub fn with_guest(plan: &Plan, guest: Option<Person>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let moment = today();
        let enrol = |count: usize, name: &str, kind| -> Vec<Person> {
            let names = (1..=count).map(|number| format!("{name}{number}"));
            names
                .map(|name| Person::enrol(folder.path(), &name, kind, &moment))
                .collect()
        };
        let own = plan.experts - usize::from(guest.is_some());
        let mut experts = enrol(own, "专家", TicketKind::Expert);
        experts.extend(guest);
        let holders = enrol(HOLDERS, "组长", TicketKind::Panel);
        let (mut office, made) = make_office(plan, folder.path(), &moment);
        take_in(&mut office, TicketKind::Expert, &experts, &moment);
        take_in(&mut office, TicketKind::Panel, &holders, &moment);
        let cards: Vec<PathBuf> = holders.iter().map(|holder| holder.card.clone()).collect();
        let out = folder.path().join("shares");
        office
            .make_committee(&cards, THRESHOLD, &out, &moment.context())
            .expect("shares");
        draw(&mut office, plan, folder.path(), &experts, &moment);
        drop(office);
        disk::copy_folder(&folder.path().join("office"), &folder.path().join(UNPACKED));
        let mut office = open_office(&folder.path().join("office"), &moment);
        let out = folder.path().join("out");
        let packed = pack(&mut office, cards, out, &moment);
        Self {
            folder,
            moment,
            office,
            holders,
            experts,
            made,
            packed,
        }
    }

    /// The folder of everything.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Another package of the round by the same authority: an office packs once, so a copy of its
    /// store from before does it.
    ///
    /// # Panics
    /// When packing is refused.
    #[must_use]
    pub fn pack_again(&self, name: &str) -> Packed {
        self.pack_for(name, &self.holders)
    }

    /// The same, with a ticket for a visit team that is enrolled for it.
    ///
    /// # Panics
    /// When packing is refused.
    #[must_use]
    pub fn pack_for_visit(&self, name: &str, team: &Person) -> Packed {
        let twin = self.path(&format!("{name}-office"));
        disk::copy_folder(&self.path(UNPACKED), &twin);
        let mut office = open_office(&twin, &self.moment);
        let team = std::slice::from_ref(team);
        take_in(&mut office, TicketKind::Visit, team, &self.moment);
        let request = PackRequest {
            out: self.path(name),
            panel: self.holders.iter().map(|one| one.card.clone()).collect(),
            visit: team.iter().map(|one| one.card.clone()).collect(),
            ..PackRequest::default()
        };
        let packed = office.pack(&request, &self.moment.context());
        packed.expect("a package")
    }

    /// The same, with tickets of the panel for `people`.
    ///
    /// # Panics
    /// When packing is refused.
    #[must_use]
    pub fn pack_for(&self, name: &str, people: &[Person]) -> Packed {
        let mut office = self.unpacked(name);
        take_in(&mut office, TicketKind::Panel, people, &self.moment);
        let cards = people.iter().map(|person| person.card.clone()).collect();
        pack(&mut office, cards, self.path(name), &self.moment)
    }

    /// The office as it was before packing, in a store of its own.
    ///
    /// # Panics
    /// When the store does not open.
    #[must_use]
    pub fn unpacked(&self, name: &str) -> Office {
        let twin = self.path(&format!("{name}-office"));
        disk::copy_folder(&self.path(UNPACKED), &twin);
        open_office(&twin, &self.moment)
    }

    /// The panel store of the first holder, with the package imported.
    ///
    /// # Panics
    /// When the import is refused.
    #[must_use]
    pub fn panel(&self) -> Panel {
        let mut panel = self.open_panel(0, &self.moment);
        panel
            .import(&self.panel_files(0), &self.moment.context())
            .expect("an import");
        panel
    }

    /// The panel store of holder `number`, counted from 0.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn open_panel(&self, number: usize, moment: &Moment) -> Panel {
        person::open_panel(&self.holders[number].home, moment)
    }

    /// What holder `number` imports.
    ///
    /// # Panics
    /// When there is no ticket for this holder.
    #[must_use]
    pub fn panel_files(&self, number: usize) -> PanelFiles {
        let name = &self.holders[number].name;
        let ticket = self
            .packed
            .tickets
            .iter()
            .find(|ticket| ticket.holder == *name);
        PanelFiles {
            package: self.package(),
            ticket: Some(ticket.expect("a ticket").file.clone()),
            register: None,
            root: self.packed.root.clone(),
        }
    }

    /// Opens what arrived, with the shares of the first two holders.
    ///
    /// # Panics
    /// When it is refused.
    pub fn unlock_bundles(&self, panel: &mut Panel, moment: &Moment) -> Opened {
        let shares = [self.share(0), self.share(1)];
        let others = [self.holders[1].holder()];
        panel
            .open(&shares, &others, &moment.context())
            .expect("an opening")
    }

    /// The package file.
    #[must_use]
    pub fn package(&self) -> PathBuf {
        package_of(&self.packed)
    }

    /// The ticket of expert `number`, counted from 0.
    #[must_use]
    pub fn ticket(&self, number: usize) -> PathBuf {
        self.ticket_of(&self.packed, number).file.clone()
    }

    /// The ticket of expert `number` in `packed`.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn ticket_of<'p>(&self, packed: &'p Packed, number: usize) -> &'p TicketFile {
        let name = &self.experts[number].name;
        let mut tickets = packed.tickets.iter();
        tickets
            .find(|ticket| ticket.holder == *name)
            .expect("a ticket")
    }

    /// What expert `number` imports.
    #[must_use]
    pub fn import_files(&self, number: usize) -> ImportFiles {
        self.import_of(&self.packed, number)
    }

    /// What expert `number` imports of `packed`.
    #[must_use]
    pub fn import_of(&self, packed: &Packed, number: usize) -> ImportFiles {
        ImportFiles {
            package: package_of(packed),
            ticket: Some(self.ticket_of(packed, number).file.clone()),
            root: packed.root.clone(),
        }
    }

    /// The share file of holder `number`, counted from 0.
    #[must_use]
    pub fn share(&self, number: usize) -> PathBuf {
        self.path("shares").join(format!("{:02}.share", number + 1))
    }

    /// Imports, pledges, judges every assigned application and hands in.
    ///
    /// # Panics
    /// When something is refused.
    #[must_use]
    pub fn review(&self, number: usize, halves: i64, text: &str) -> Exported {
        let mut expert = self.experts[number].open(&self.moment);
        person::begin(&mut expert, &self.import_files(number), &self.moment);
        let list = expert.list().expect("a list");
        for entry in list {
            let name = entry.application.to_string();
            person::judge(&mut expert, &name, halves, text, &self.moment);
        }
        person::deliver(&mut expert, &self.path("bundles"), &self.moment)
    }

    /// The authority's documents as they came with the package.
    ///
    /// # Panics
    /// When the package does not verify.
    #[must_use]
    pub fn trust(&self) -> TrustState {
        self.opened_package().trust().clone()
    }

    /// The package, verified.
    ///
    /// # Panics
    /// When it does not verify.
    #[must_use]
    pub fn opened_package(&self) -> Package {
        let bytes = fs::read(self.package()).expect("a package");
        let mut files = MemoryFolder::single("package.orp", &bytes);
        let trust = Trust::pinned(pin_of(&self.packed.root));
        Package::open(&mut files, &trust, self.moment.now, Purpose::Reading).expect("a package")
    }

    /// The committee key from the shares of these holders.
    ///
    /// # Errors
    /// What stands against opening.
    ///
    /// # Panics
    /// When a share cannot be read.
    pub fn committee(&self, numbers: &[usize]) -> Result<Identity, Refusal> {
        let trust = self.trust();
        let opened = numbers.iter().map(|&number| {
            let bytes = fs::read(self.share(number)).expect("a share");
            let keys = self.holders[number].holder_keys();
            shares::open(shares::verify(&bytes, &trust)?, &keys.identity)
        });
        shares::recombine(&opened.collect::<Result<Vec<_>, _>>()?)
    }

    /// The keys by which a bundle of this round is verified.
    ///
    /// # Panics
    /// When its ticket is not in the register.
    #[must_use]
    pub fn keys_of(&self, bytes: &[u8]) -> TicketKeys {
        let register = fs::read(&self.packed.register).expect("a register");
        let register = self
            .trust()
            .verify::<Register>(&register)
            .expect("a register");
        let claimed = claimed_label(bytes).expect("a label");
        let mut known = register.tickets.iter();
        let known = known
            .find(|row| row.ticket == claimed.ticket)
            .expect("a ticket");
        TicketKeys {
            ticket: known.ticket.clone(),
            label: known.label,
            holder: known.holder,
        }
    }

    /// A bundle of this round, opened by the first two holders.
    ///
    /// # Panics
    /// When it does not open.
    #[must_use]
    pub fn open_bundle(&self, file: &Path) -> BundleContent {
        let bytes = fs::read(file).expect("a bundle");
        let committee = self.committee(&[0, 1]).expect("the committee key");
        bundle::open(&bytes, &committee, &self.keys_of(&bytes)).expect("a bundle that opens")
    }
}

/// The digest that pins the root in `file`.
///
/// # Panics
/// When it is no root.
#[must_use]
pub fn pin_of(file: &Path) -> Digest {
    let bytes = fs::read(file).expect("a root");
    Digest::of(
        Envelope::read(&bytes, bytes.len())
            .expect("an envelope")
            .payload(),
    )
}

/// The package file of what was packed.
///
/// # Panics
/// When there is none.
#[must_use]
pub fn package_of(packed: &Packed) -> PathBuf {
    packed
        .files
        .first()
        .expect("a file of the package")
        .0
        .clone()
}

fn make_office(plan: &Plan, folder: &Path, moment: &Moment) -> (Office, RoundMade) {
    let (home, materials) = (folder.join("office"), folder.join("materials"));
    plan.write_materials(&materials);
    let context = moment.context();
    let made = Office::create(&home, PASSPHRASE, &plan.authority, &settings(), &context);
    let (mut office, _) = made.expect("an office");
    let round = office.new_round(&materials, &context).expect("a round");
    assert_eq!(round.applications, plan.applicants.len());
    (office, round)
}

fn take_in(office: &mut Office, kind: TicketKind, people: &[Person], moment: &Moment) {
    let cards = people.iter().map(|person| (kind, person.card.clone()));
    let cards: Vec<(TicketKind, PathBuf)> = cards.collect();
    let prints: Vec<String> = people
        .iter()
        .map(|person| person.fingerprint.clone())
        .collect();
    office.enrol(&cards, &moment.context()).expect("cards");
    office
        .confirm(&prints, &moment.context())
        .expect("fingerprints");
}

fn draw(office: &mut Office, plan: &Plan, folder: &Path, experts: &[Person], moment: &Moment) {
    let typed = [("office", "271828"), ("observer", "314159")];
    let typed = typed.map(|(person, digits)| Contribution {
        person: person.to_owned(),
        digits: digits.to_owned(),
    });
    let mut pool = String::new();
    for (number, enterprise) in &plan.ties {
        let name = &experts[*number].name;
        pool.push_str(&format!(
            "[[expert]]\nname = \"{name}\"\nunit = \"{name}的大学\"\n\
             affiliations = [{{ organisation = \"{enterprise}\" }}]\n"
        ));
    }
    let file = folder.join("pool.toml");
    fs::write(&file, pool).expect("a file");
    office
        .draw(Some(&file), typed.to_vec(), None, &moment.context())
        .expect("a draw");
    office.assign(&moment.context()).expect("an assignment");
}

fn pack(office: &mut Office, panel: Vec<PathBuf>, out: PathBuf, moment: &Moment) -> Packed {
    let request = PackRequest {
        out,
        panel,
        visit: Vec::new(),
        due: None,
        ..PackRequest::default()
    };
    office.pack(&request, &moment.context()).expect("a package")
}

fn open_office(home: &Path, moment: &Moment) -> Office {
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let open = || Office::open(home, unlock, &settings(), &moment.context());
    patiently(open).expect("an office that opens")
}
