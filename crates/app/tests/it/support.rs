//! A small round: two applications, three experts, three holders of the committee key, two of whom
//! can open, one visit team. Everything happens in one temporary folder.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use hengping_app::activation::ActivationCode;
use hengping_app::context::{Context, Ids, Silent};
use hengping_app::error::{Error, Refused};
use hengping_app::expert::{self, Expert, ImportFiles, MarkRequest};
use hengping_app::identity::Enrolment;
use hengping_app::notice::Notice;
use hengping_app::office::{Office, PackRequest, Packed};
use hengping_app::panel::{self, Holder, Panel, PanelFiles};
use hengping_app::visit::{self, Visit};
use hengping_app::{Settings, TicketKind, Unlock};
use hengping_core::amount::Hundredths;
use hengping_core::id::{ApplicationId, IndicatorCode, TicketId};
use hengping_core::mark::Judgement;
use hengping_core::panel::draw::Contribution;
use hengping_core::time::Instant;
use hengping_store::KdfCost;

const EXPERTS: [&str; 3] = ["e1", "e2", "e3"];
pub(crate) const PASSPHRASE: &str = "a passphrase of the tests";

pub(crate) fn id<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().unwrap()
}

pub(crate) fn settings() -> Settings {
    Settings {
        cost: KdfCost::TEST,
        ..Settings::default()
    }
}

pub(crate) fn unlock() -> Unlock<'static> {
    Unlock::Passphrase(PASSPHRASE)
}

/// Code of a refusal.
pub(crate) fn key<T>(result: Result<T, Error>) -> &'static str {
    match result {
        Ok(_) => "nothing refused",
        Err(error) => Notice::from(&error).key,
    }
}

/// Where and when everything happens.
pub(crate) struct Place {
    pub(crate) folder: tempfile::TempDir,
    ids: Ids,
    minutes: Cell<i64>,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            ids: Ids::Random,
            minutes: Cell::new(0),
        }
    }

    /// The next minute.
    pub(crate) fn ctx(&self) -> Context<'_> {
        self.minutes.set(self.minutes.get() + 1);
        let start: Instant = id("2026-03-01T08:00:00Z");
        Context {
            now: start.plus_seconds(60 * self.minutes.get()),
            progress: &Silent,
            ids: &self.ids,
            pool: None,
        }
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn card(&self, enrolment: &Enrolment) -> PathBuf {
        let file = self
            .at("cards")
            .join(format!("{}.json", enrolment.fingerprint.digest));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &enrolment.card).unwrap();
        file
    }
}

/// A round up to the tickets.
pub(crate) struct Round {
    pub(crate) place: Rc<Place>,
    pub(crate) office: Office,
    pub(crate) packed: Packed,
    pub(crate) experts: Vec<Expert>,
    pub(crate) shares: Vec<PathBuf>,
    pub(crate) panel: Panel,
    pub(crate) visit: Visit,
}

/// An office with a round and nobody on its roster, and the cards of everybody.
pub(crate) struct Founded {
    pub(crate) place: Rc<Place>,
    pub(crate) office: Office,
    pub(crate) experts: Vec<PathBuf>,
    pub(crate) holders: Vec<PathBuf>,
    pub(crate) team: PathBuf,
}

/// A round up to the draw.
pub(crate) struct Drawn {
    pub(crate) place: Rc<Place>,
    pub(crate) office: Office,
    pub(crate) experts: Vec<Expert>,
    pub(crate) chair_card: PathBuf,
}

impl Round {
    /// Enrols, draws and packs; everybody has imported, nobody has marked.
    pub(crate) fn packed() -> Self {
        Self::packed_with(|_| {})
    }

    /// The same, with another way of packing.
    pub(crate) fn packed_with(change: impl FnOnce(&mut PackRequest)) -> Self {
        Self::packed_from(materials, false, change)
    }

    /// The same, with an activation code for the first expert.
    pub(crate) fn packed_with_code() -> Self {
        Self::packed_from(materials, true, |_| {})
    }

    /// The code on the slip.
    pub(crate) fn code(&self) -> ActivationCode {
        code_of(&self.packed).unwrap()
    }

    /// The same in two provinces, with an opinion for the province.
    pub(crate) fn packed_in_two_provinces() -> Self {
        Self::packed_from(two_provinces, false, |_| {})
    }

    /// The same, with an application for practice.
    pub(crate) fn packed_with_practice() -> Self {
        Self::packed_from(practice_materials, false, |_| {})
    }

    fn packed_from(
        write: fn(&Path),
        with_code: bool,
        change: impl FnOnce(&mut PackRequest),
    ) -> Self {
        let place = Rc::new(Place::new());
        write(&place.at("materials"));
        let mut cast = Cast::enrol(&place);
        let (mut office, shares) = office(&place, &cast, with_code);
        let mut request = PackRequest {
            out: place.at("package"),
            panel: vec![cast.holders[0].clone()],
            visit: vec![cast.team.clone()],
            slips: with_code.then(|| place.at("slips")),
            ..PackRequest::default()
        };
        change(&mut request);
        let packed = office.pack(&request, &place.ctx()).unwrap();
        cast.import(&place, &packed);
        let Cast {
            experts,
            chair,
            visit,
            ..
        } = cast;
        Self {
            place,
            office,
            packed,
            experts,
            shares,
            panel: chair,
            visit,
        }
    }

    /// Up to the materials; nobody is on the roster.
    pub(crate) fn founded() -> Founded {
        let place = Rc::new(Place::new());
        materials(&place.at("materials"));
        let cast = Cast::enrol(&place);
        let office = found(&place);
        Founded {
            office,
            experts: cast.pool.iter().map(|one| place.card(one)).collect(),
            holders: cast.holders,
            team: cast.team,
            place,
        }
    }

    /// Up to the draw; nothing is packed.
    pub(crate) fn drawn() -> Drawn {
        Self::drawn_from(false)
    }

    /// The same, with a first expert who has no card.
    pub(crate) fn drawn_with_code() -> Drawn {
        Self::drawn_from(true)
    }

    fn drawn_from(with_code: bool) -> Drawn {
        let place = Rc::new(Place::new());
        materials(&place.at("materials"));
        let cast = Cast::enrol(&place);
        let (office, _) = office(&place, &cast, with_code);
        Drawn {
            place,
            office,
            experts: cast.experts,
            chair_card: cast.holders[0].clone(),
        }
    }

    pub(crate) fn ctx(&self) -> Context<'_> {
        self.place.ctx()
    }

    pub(crate) fn ticket(&self, holder: &str) -> TicketId {
        let found = self
            .packed
            .tickets
            .iter()
            .find(|ticket| ticket.holder == holder);
        found.unwrap().ticket.clone()
    }

    /// An expert marks one application and seals it.
    pub(crate) fn seal(&mut self, expert: usize, application: &str, marks: (i64, i64)) {
        let ctx = self.place.ctx();
        mark(&mut self.experts[expert], application, marks, &ctx);
        let ctx = self.place.ctx();
        self.experts[expert].seal(&[id(application)], &ctx).unwrap();
    }

    /// Marks both applications, hands in, and exports to a folder of that name.
    pub(crate) fn review(&mut self, expert: usize, a1: (i64, i64), a2: (i64, i64)) -> PathBuf {
        self.seal(expert, "a1", a1);
        self.seal(expert, "a2", a2);
        self.hand_in(expert, &format!("bundles-{expert}"))
    }

    pub(crate) fn hand_in(&mut self, expert: usize, out: &str) -> PathBuf {
        let ctx = self.place.ctx();
        hand_in(&mut self.experts[expert], &self.place.at(out), &ctx)
    }

    /// All three experts review; their bundles arrive.
    pub(crate) fn reviewed() -> Self {
        let mut round = Self::packed();
        let bundles = [
            round.review(0, (800, 700), (600, 600)),
            round.review(1, (850, 750), (650, 600)),
            round.review(2, (900, 800), (700, 600)),
        ];
        let ctx = round.place.ctx();
        let arrived = round.panel.arrive(&bundles, &ctx).unwrap();
        assert_eq!((arrived.new, arrived.refused.len()), (3, 0));
        round
    }

    /// The chair and the second holder come together.
    pub(crate) fn open(&mut self) -> panel::Opened {
        let second = self.holder("second");
        let ctx = self.place.ctx();
        self.panel.open(&self.shares[..2], &[second], &ctx).unwrap()
    }

    pub(crate) fn holder(&self, name: &str) -> Holder {
        panel::holder(&self.place.at(name), unlock(), &settings()).unwrap()
    }
}

/// Everybody with a store of their own, and their cards.
struct Cast {
    experts: Vec<Expert>,
    pool: Vec<Enrolment>,
    chair: Panel,
    holders: Vec<PathBuf>,
    visit: Visit,
    team: PathBuf,
}

impl Cast {
    fn enrol(place: &Place) -> Self {
        let (mut experts, mut pool) = (Vec::new(), Vec::new());
        for name in EXPERTS {
            let unit = format!("unit of {name}");
            let (folder, who) = (place.at(name), (name, unit.as_str()));
            let kind = TicketKind::Expert;
            let made = expert::enrol(&folder, PASSPHRASE, who, kind, &settings(), &place.ctx());
            let (expert, enrolment) = made.unwrap();
            experts.push(expert);
            pool.push(enrolment);
        }
        let mut panels = Vec::new();
        let mut holders = Vec::new();
        for name in ["chair", "second", "third"] {
            let (folder, who) = (place.at(name), (name, "committee"));
            let made = panel::enrol(&folder, PASSPHRASE, who, &settings(), &place.ctx()).unwrap();
            panels.push(made.0);
            holders.push(place.card(&made.1));
        }
        let who = ("team", "visits");
        let made = visit::enrol(
            &place.at("team"),
            PASSPHRASE,
            who,
            &settings(),
            &place.ctx(),
        );
        let (visit, team) = made.unwrap();
        let (chair, team) = (panels.remove(0), place.card(&team));
        Self {
            experts,
            pool,
            chair,
            holders,
            visit,
            team,
        }
    }

    fn import(&mut self, place: &Place, packed: &Packed) {
        let ticket = |name: &str| {
            let found = packed.tickets.iter().find(|ticket| ticket.holder == name);
            Some(found.unwrap().file.clone())
        };
        for (expert, name) in self.experts.iter_mut().zip(EXPERTS) {
            let files = import_files(packed, ticket(name));
            let imported = match code_of(packed).filter(|_| name == "e1") {
                Some(code) => expert.activate(&files, &code, &place.ctx()),
                None => expert.import(&files, &place.ctx()),
            };
            imported.unwrap();
            expert.pledge(&place.ctx()).unwrap();
        }
        let files = PanelFiles {
            package: place.at("package/package.orp"),
            ticket: ticket("chair"),
            register: None,
            root: packed.root.clone(),
        };
        self.chair.import(&files, &place.ctx()).unwrap();
        self.visit
            .import(&import_files(packed, ticket("team")), &place.ctx())
            .unwrap();
    }
}

/// The office with its round.
fn found(place: &Place) -> Office {
    let made = Office::create(
        &place.at("office"),
        PASSPHRASE,
        "authority",
        &settings(),
        &place.ctx(),
    );
    let mut office = made.unwrap().0;
    office
        .new_round(&place.at("materials"), &place.ctx())
        .unwrap();
    office
}

/// The office up to the assignment, and the shares of the committee key.
fn office(place: &Place, cast: &Cast, with_code: bool) -> (Office, Vec<PathBuf>) {
    let mut office = found(place);
    let mut cards: Vec<PathBuf> = cast.pool.iter().map(|one| place.card(one)).collect();
    if with_code {
        cards.remove(0);
        office.invite("e1", "unit of e1", &place.ctx()).unwrap();
    }
    take_in(&mut office, TicketKind::Expert, &cards, &place.ctx());
    take_in(&mut office, TicketKind::Panel, &cast.holders, &place.ctx());
    take_in(
        &mut office,
        TicketKind::Visit,
        std::slice::from_ref(&cast.team),
        &place.ctx(),
    );
    let made = office
        .make_committee(&cast.holders, 2, &place.at("shares"), &place.ctx())
        .unwrap();
    office.draw(None, digits(), None, &place.ctx()).unwrap();
    office.assign(&place.ctx()).unwrap();
    (
        office,
        made.shares.into_iter().map(|share| share.file).collect(),
    )
}

/// What two people announce at a draw.
pub(crate) fn digits() -> Vec<Contribution> {
    let by = |person: &str| Contribution {
        person: person.into(),
        digits: "123456".into(),
    };
    vec![by("one"), by("two")]
}

/// Takes cards in, and has their fingerprints compared.
pub(crate) fn take_in(office: &mut Office, kind: TicketKind, cards: &[PathBuf], ctx: &Context) {
    let named: Vec<_> = cards.iter().map(|card| (kind, card.clone())).collect();
    let taken = office.enrol(&named, ctx).unwrap();
    let prints = taken.iter().map(|one| one.fingerprint.digest.to_string());
    office.confirm(&prints.collect::<Vec<_>>(), ctx).unwrap();
}

fn code_of(packed: &Packed) -> Option<ActivationCode> {
    let slip = fs::read_to_string(packed.slips.first()?).unwrap();
    Some(ActivationCode::of_slip(&slip).unwrap())
}

pub(crate) fn import_files(packed: &Packed, ticket: Option<PathBuf>) -> ImportFiles {
    ImportFiles {
        package: packed.files[0].0.clone(),
        ticket,
        root: packed.root.clone(),
    }
}

pub(crate) fn hand_in(expert: &mut Expert, out: &Path, ctx: &Context) -> PathBuf {
    expert.hand_in(ctx).unwrap();
    expert.export(out).unwrap().file
}

pub(crate) fn mark(expert: &mut Expert, application: &str, (a2, a3): (i64, i64), ctx: &Context) {
    let application: ApplicationId = id(application);
    expert.read_fact_sheet(&application, ctx).unwrap();
    for (indicator, score) in [("A2", a2), ("A3", a3)] {
        let request = MarkRequest {
            indicator: id::<IndicatorCode>(indicator),
            judgement: Judgement::Score(Hundredths(score)),
            comment: String::new(),
            citations: Vec::new(),
        };
        expert.mark(&application, request, ctx).unwrap();
    }
}

/// A copy of a store that is open elsewhere.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// The card a person enrolled with.
pub(crate) fn card_of(round: &Round, name: &str) -> PathBuf {
    let cards = fs::read_dir(round.place.at("cards")).unwrap();
    let mut cards = cards.map(|entry| entry.unwrap().path());
    let named = |path: &PathBuf| {
        let card = hengping_format::doc::verify_card(&fs::read(path).unwrap()).unwrap();
        card.name == name
    };
    cards.find(named).unwrap()
}

/// Whether an error is this refusal.
pub(crate) fn is_refused<T>(result: Result<T, Error>, refused: &Refused) -> bool {
    matches!(result, Err(Error::Refused(found)) if found == *refused)
}

fn materials(folder: &Path) {
    write_materials(folder, "");
}

fn practice_materials(folder: &Path) {
    write_materials(folder, "practice = \"practice\"");
    let (form, evidence) = application("p0", "91990101MA9001487F", "900");
    write(&folder.join("practice/application.toml"), &form);
    write(&folder.join("practice/e1.pdf"), &evidence);
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn write_materials(folder: &Path, practice: &str) {
    write(&folder.join("scheme.toml"), include_str!("scheme.toml"));
    let round = format!(
        r#"
        id = "r1"
        title = "小型评审"
        kind = "selection"
        review_year = 2025
        scheme = "scheme.toml"
        valid_from = "2026-01-01T00:00:00Z"
        valid_until = "2026-12-31T00:00:00Z"
        {practice}
        [units.ZJ]
        name = "某省"
        quota = 2
        "#
    );
    write(&folder.join("round.toml"), &round);
    for (name, code, sales) in [("a1", CODES[0], "120"), ("a2", CODES[1], "1500")] {
        let (form, evidence) = application(name, code, sales);
        let home = folder.join("applications").join(name);
        write(&home.join("application.toml"), &form);
        write(&home.join("e1.pdf"), &evidence);
    }
}

/// The materials with the second application from another province, and an opinion that provinces read.
fn two_provinces(folder: &Path) {
    materials(folder);
    let change = |file: &str, from: &str, to: &str| {
        let file = folder.join(file);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&file, text.replace(from, to)).unwrap();
    };
    let units = "[units.ZJ]";
    let other = "[units.GD]\n        name = \"彼省\"\n        quota = 2\n        [units.ZJ]";
    change("round.toml", units, other);
    let home = "applications/a2/application.toml";
    change(home, "unit = \"ZJ\"", "unit = \"GD\"");
    change(home, "企业 a2", "彼岸公司");
    change(home, "某 a2", "彼方人");
    let field = "[[opinion.field]]";
    let province = "[[opinion.field]]\ncode = \"p\"\nname = { zh = \"反馈\" }\nreaders = [\"province\"]\n\n[[opinion.field]]";
    change("scheme.toml", field, province);
}

/// The form of an application and its one piece of evidence.
fn application(name: &str, code: &str, sales: &str) -> (String, String) {
    let form = format!(
        r#"
        id = "{name}"
        type = "R"
        [enterprise]
        name = "企业 {name}"
        credit_code = "{code}"
        legal_representative = "某 {name}"
        unit = "ZJ"
        [fields]
        F1 = "{sales}"
        F2 = "40"
        [[evidence]]
        code = "E1"
        title = "佐证"
        file = "e1.pdf"
        "#
    );
    (form, format!("%PDF-1.7 evidence of {name}"))
}

const CODES: [&str; 2] = ["91990101MA9001487F", "91990201MA9002850R"];
