//! Commands of the panel: chairs, key holders, observers.

use super::list;
use crate::desktop::acts::panel::{
    self, application, arrivals, decisions, derivation, facts, opening, results, statements,
};
use crate::desktop::wire::panel::application::*;
use crate::desktop::wire::panel::decisions::*;
use crate::desktop::wire::panel::results::*;
use crate::desktop::wire::panel::statements::*;
use crate::desktop::wire::panel::*;
use crate::desktop::wire::round::{Import, OfApplication};
use crate::desktop::wire::start::{IntoFolder, Nothing};

list! {
    panel_round: Nothing => PanelRound = panel::panel_round;
    panel_import: Import => PanelImportReport = panel::panel_import;
    panel_register: PanelFiles => PanelRound = panel::panel_register;
    panel_status: Nothing => PanelStatusView = arrivals::panel_status;
    panel_arrive: PanelFiles => PanelArrived = arrivals::panel_arrive;
    panel_admit: PanelRule => PanelStatusView = arrivals::panel_admit;
    panel_keep_out: PanelRule => PanelStatusView = arrivals::panel_keep_out;
    panel_name_seal: PanelNameSeal => PanelStatusView = arrivals::panel_name_seal;
    panel_confirm_card: PanelConfirmCard => PanelStatusView = arrivals::panel_confirm_card;
    panel_ceremony: PanelShares => PanelCeremony = opening::panel_ceremony;
    panel_add_holder: PanelAddHolder => PanelCeremony = opening::panel_add_holder;
    panel_clear_holders: Nothing => PanelCeremony = opening::panel_clear_holders;
    panel_rehearse: Nothing => PanelRehearsed = opening::panel_rehearse;
    panel_open: PanelFiles => PanelOpened = opening::panel_open;
    panel_results: Nothing => PanelResults = results::panel_results;
    panel_looked: Nothing => PanelResults = results::panel_looked;
    panel_application: OfApplication => PanelApplication = application::panel_application;
    panel_derivation: OfApplication => PanelStep = derivation::panel_derivation;
    panel_facts: Nothing => PanelFacts = facts::panel_facts;
    panel_try_fact: PanelDecideFact => PanelEffect = facts::panel_try_fact;
    panel_decide_fact: PanelDecideFact => PanelEffect = facts::panel_decide_fact;
    panel_divergences: Nothing => PanelDivergences = decisions::panel_divergences;
    panel_explain: PanelExplain => PanelDivergences = decisions::panel_explain;
    panel_agree: PanelAgree => PanelEffect = decisions::panel_agree;
    panel_vote: PanelVote => PanelResults = decisions::panel_vote;
    panel_list: Nothing => PanelList = decisions::panel_list;
    panel_decide: PanelDecide => PanelList = decisions::panel_decide;
    panel_decisions: Nothing => PanelDecisions = decisions::panel_decisions;
    panel_log: Nothing => PanelLog = decisions::panel_log;
    panel_statements: Nothing => PanelStatements = statements::panel_statements;
    panel_state: PanelState => PanelStatements = statements::panel_state;
    panel_take_statements: PanelTakeStatements => PanelStatements = statements::panel_take_statements;
    panel_kit: PanelKit => PanelKitMade = statements::panel_kit;
    panel_archive: IntoFolder => PanelWritten = decisions::panel_archive;
    panel_report: IntoFolder => PanelWritten = decisions::panel_report;
    panel_feedback: IntoFolder => PanelFedBack = decisions::panel_feedback;
    panel_transcript: IntoFolder => PanelWritten = decisions::panel_transcript;
}
