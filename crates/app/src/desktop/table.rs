//! The command table: every command a window can call, with its request and answer.
//!
//! Owns the only list of commands. The router below, the permissions of the shell
//! and the TypeScript of the window are made from it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::{Config, TS, TypeVisitor};

use super::acts::{
    citations, desk, document, hand_in, opinion, round, search, settings, start, tables,
};
use super::host::{Answer, internal};
use super::session::Session;
use super::wire::NoticeView;
use super::wire::desk::*;
use super::wire::document::*;
use super::wire::round::*;
use super::wire::settings::*;
use super::wire::start::*;
use super::wire::tables::*;
use crate::error::Result;

macro_rules! table {
    ($($name:ident: $request:ident => $response:ident = $act:path;)*) => {
        /// Names of all commands, in the order of the table.
        pub const COMMANDS: &[&str] = &[$(stringify!($name)),*];

        pub(super) fn route(session: &mut Session, name: &str, request: Value) -> Answer {
            match name {
                $(stringify!($name) => run::<$request, $response>(session, request, $act),)*
                _ => Err(internal()),
            }
        }

        fn commands_in_typescript(config: &Config) -> String {
            let mut lines = String::from("export interface Commands {\n");
            $(lines.push_str(&format!(
                "  {}: {{ request: {}; response: {} }};\n",
                stringify!($name),
                <$request as TS>::name(config),
                <$response as TS>::name(config),
            ));)*
            lines.push_str("}\n");
            lines
        }

        fn visit_all(found: &mut Collected) {
            $(
                found.visit::<$request>();
                found.visit::<$response>();
            )*
            found.visit::<NoticeView>();
        }
    };
}

table! {
    start_state: Nothing => StartState = start::start_state;
    progress: Nothing => ProgressView = start::progress;
    passphrase_strength: PassphraseTyped => Strength = start::passphrase_strength;
    create_identity: CreateIdentity => IdentityCreated = start::create_identity;
    confirm_recovery: ConfirmRecovery => Nothing = start::confirm_recovery;
    save_card: IntoFolder => WrittenFile = start::save_card;
    save_recovery_sheet: IntoFolder => WrittenFile = start::save_recovery_sheet;
    unlock: Unlock => StartState = start::unlock;
    unlock_with_pin: Pin => StartState = start::unlock_with_pin;
    set_pin: Pin => Nothing = start::set_pin;
    lock: Nothing => Nothing = start::lock;
    change_passphrase: ChangePassphrase => Nothing = start::change_passphrase;
    about: Nothing => About = start::about;
    preferences: Nothing => Preferences = settings::preferences;
    save_preferences: Preferences => Nothing = settings::save_preferences;
    name_stick: NameStick => CopyState = settings::name_stick;
    copy_state: Nothing => CopyState = settings::copy_state;
    copy_now: Nothing => CopyState = settings::copy_now;
    restore: Restore => StartState = settings::restore;
    inspect_import: InspectImport => ImportPreview = round::inspect_import;
    import: Import => ImportReport = round::import;
    index_evidence: Nothing => Indexed = round::index_evidence;
    round: Nothing => RoundView = round::round;
    conflicts: Nothing => ConflictTable = round::conflicts;
    recuse: Recuse => ConflictTable = round::recuse;
    pledge: Nothing => ConflictTable = round::pledge;
    applications: Nothing => ApplicationList = round::applications;
    check: Nothing => CheckView = hand_in::check;
    seal: Seal => SealedView = hand_in::seal;
    unseal: Unseal => Nothing = hand_in::unseal;
    hand_ins: Nothing => HandIns = hand_in::hand_ins;
    hand_in: HandIn => HandIns = hand_in::hand_in;
    export_bundle: ExportBundle => BundleExported = hand_in::export_bundle;
    load_receipt: LoadReceipt => HandIns = hand_in::load_receipt;
    open_application: OfApplication => ApplicationView = desk::open_application;
    leaf_card: OfLeaf => LeafCard = desk::leaf_card;
    save_mark: SaveMark => Saved = desk::save_mark;
    save_comment: SaveComment => Saved = desk::save_comment;
    save_note: SaveNote => Saved = desk::save_note;
    save_place: SavePlace => Nothing = desk::save_place;
    pages_seen: PagesSeen => Nothing = desk::pages_seen;
    undo: Nothing => Undone = desk::undo;
    redo: Nothing => Undone = desk::redo;
    fact_sheet: OfApplication => FactSheetView = tables::fact_sheet;
    read_fact_sheet: OfApplication => FactSheetView = tables::read_fact_sheet;
    propose: Propose => FactSheetView = tables::propose;
    withdraw_proposal: OfFact => FactSheetView = tables::withdraw_proposal;
    score_sheet: OfApplication => ScoreSheet = tables::score_sheet;
    across: OfIndicator => AcrossView = tables::across;
    opinion: OfApplication => OpinionView = opinion::opinion;
    save_opinion: SaveOpinion => Saved = opinion::save_opinion;
    save_phrases: SavePhrases => Nothing = opinion::save_phrases;
    open_document: OpenDocument => DocumentView = document::open_document;
    page_layer: OfPage => PageLayer = document::page_layer;
    cite: Cite => CitationView = citations::cite;
    citations: OfApplication => CitationList = citations::citations;
    assign_citation: AssignCitation => CitationView = citations::assign_citation;
    remove_citation: OfCitation => CitationList = citations::remove_citation;
    search: Search => SearchView = search::search;
    find_on_page: FindOnPage => FoundOnPage = search::find_on_page;
}

fn run<Q: DeserializeOwned, A: Serialize>(
    session: &mut Session,
    request: Value,
    act: fn(&mut Session, Q) -> Result<A>,
) -> Answer {
    let request: Q = serde_json::from_value(request).map_err(|_| internal())?;
    let answer = act(session, request).map_err(|error| NoticeView::of(&error))?;
    serde_json::to_value(answer).map_err(|_| internal())
}

/// The wire types and the command table as TypeScript.
#[must_use]
pub fn typescript() -> String {
    let mut found = Collected {
        config: Config::default().with_large_int("number"),
        declared: BTreeMap::new(),
    };
    visit_all(&mut found);
    let mut text = String::from(
        "// Generated from crates/app/src/desktop; `cargo test -p hengping-app in_step` says how.\n\n",
    );
    for declaration in found.declared.values() {
        text.push_str(declaration);
        text.push_str("\n\n");
    }
    text.push_str(&commands_in_typescript(&found.config));
    text
}

struct Collected {
    config: Config,
    declared: BTreeMap<String, String>,
}

impl TypeVisitor for Collected {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        let name = T::name(&self.config);
        if T::output_path().is_none() || self.declared.contains_key(&name) {
            return;
        }
        self.declared
            .insert(name, format!("export {}", T::decl(&self.config)));
        T::visit_dependencies(self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is made from the table, by the file it stands in.
    fn made() -> [(&'static str, String); 3] {
        let mut names = COMMANDS.to_vec();
        names.push("pick");
        let list = names.iter().map(|name| format!("    \"{name}\",\n"));
        [
            ("ui/src/api/types.ts", typescript()),
            (
                "src-tauri/commands.in",
                format!("[\n{}]\n", list.collect::<String>()),
            ),
            ("src-tauri/capabilities/main.json", capability(&names)),
        ]
    }

    /// What the one window may call: each command by name, and to be told of dropped files.
    fn capability(names: &[&str]) -> String {
        let mut permissions = vec![
            "core:event:allow-listen".to_owned(),
            "core:event:allow-unlisten".to_owned(),
        ];
        let named = names.iter().map(|name| name.replace('_', "-"));
        permissions.extend(named.map(|name| format!("allow-{name}")));
        let capability = serde_json::json!({
            "identifier": "main",
            "description": "What the one window may call.",
            "windows": ["main"],
            "permissions": permissions,
        });
        format!("{capability:#}\n")
    }

    /// `HENGPING_WRITE_TYPES=1 cargo test -p hengping-app in_step` writes the files anew.
    #[test]
    fn typescript_and_permissions_are_in_step_with_the_table() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");
        for (file, text) in made() {
            let path = format!("{root}{file}");
            if std::env::var_os("HENGPING_WRITE_TYPES").is_some() {
                std::fs::write(&path, &text).unwrap();
            }
            let written = std::fs::read_to_string(&path).unwrap();
            assert!(
                written.replace("\r\n", "\n") == text,
                "{file} differs from the command table; \
                 HENGPING_WRITE_TYPES=1 cargo test -p hengping-app in_step writes it"
            );
        }
    }
}
