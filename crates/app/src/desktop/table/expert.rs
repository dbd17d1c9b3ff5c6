//! Commands of the expert.

use super::list;
use crate::desktop::acts::{citations, desk, hand_in, opinion, round, search, tables};
use crate::desktop::wire::desk::*;
use crate::desktop::wire::document::*;
use crate::desktop::wire::round::*;
use crate::desktop::wire::start::*;
use crate::desktop::wire::tables::*;

list! {
    import: Import => ImportReport = round::import;
    reading: Nothing => ReadingView = round::reading;
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
    print_sheets: IntoFolder => BundleExported = hand_in::print_sheets;
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
    cite: Cite => CitationView = citations::cite;
    citations: OfApplication => CitationList = citations::citations;
    assign_citation: AssignCitation => CitationView = citations::assign_citation;
    remove_citation: OfCitation => CitationList = citations::remove_citation;
    search: Search => SearchView = search::search;
}
