//! Commands of every kind of work: start, identities, lock, settings, documents.

use super::list;
use crate::desktop::acts::{document, round, search, settings, start};
use crate::desktop::wire::document::*;
use crate::desktop::wire::round::{ImportPreview, InspectImport};
use crate::desktop::wire::settings::*;
use crate::desktop::wire::start::*;

list! {
    start_state: Nothing => StartState = start::start_state;
    choose_identity: ChooseIdentity => StartState = start::choose_identity;
    progress: Nothing => ProgressView = start::progress;
    passphrase_strength: PassphraseTyped => Strength = start::passphrase_strength;
    create_identity: CreateIdentity => IdentityCreated = start::create_identity;
    confirm_recovery: ConfirmRecovery => Nothing = start::confirm_recovery;
    renew_recovery: RenewRecovery => RecoveryShown = start::renew_recovery;
    save_card: IntoFolder => WrittenFile = start::save_card;
    save_recovery_sheet: IntoFolder => WrittenFile = start::save_recovery_sheet;
    unlock: Unlock => StartState = start::unlock;
    go_on_behind: Nothing => StartState = start::go_on_behind;
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
    open_document: OpenDocument => DocumentView = document::open_document;
    page_layer: OfPage => PageLayer = document::page_layer;
    find_on_page: FindOnPage => FoundOnPage = search::find_on_page;
}
