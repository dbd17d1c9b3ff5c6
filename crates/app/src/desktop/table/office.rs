//! Commands of the office. Its wire types are `wire/office`, its acts `acts/office`.

use super::list;
use crate::desktop::acts::office::{board, home, materials, packing, panel, roster, scheme};
use crate::desktop::wire::office::OfficeFile;
use crate::desktop::wire::office::board::*;
use crate::desktop::wire::office::home::*;
use crate::desktop::wire::office::materials::*;
use crate::desktop::wire::office::packing::*;
use crate::desktop::wire::office::people::*;
use crate::desktop::wire::office::scheme::*;
use crate::desktop::wire::start::*;

list! {
    office_home: Nothing => OfficeHome = home::office_home;
    office_schemes: Nothing => OfficeSchemes = scheme::office_schemes;
    office_scheme: OfficeSchemeChoice => OfficeSchemeView = scheme::office_scheme;
    office_try: OfficeTry => OfficeTried = scheme::office_try;
    office_lay_out: OfficeLayOut => OfficeLaidOut = home::office_lay_out;
    office_new_round: IntoFolder => OfficeTakenIn = home::office_new_round;
    office_revise: IntoFolder => OfficeTakenIn = home::office_revise;
    office_materials: Nothing => OfficeMaterials = materials::office_materials;
    office_application: OfficeOfApplication => OfficeApplicationView = materials::office_application;
    office_check: Nothing => OfficeCheck = materials::office_check;
    office_form: OfficeForm => WrittenFile = materials::office_form;
    office_take_table: OfficeTable => OfficeTableTaken = materials::office_take_table;
    office_roster: Nothing => OfficeRoster = roster::office_roster;
    office_take_cards: OfficeCards => OfficeRoster = roster::office_take_cards;
    office_confirm: OfficeConfirm => OfficeRoster = roster::office_confirm;
    office_invite: OfficeInvite => OfficeRoster = roster::office_invite;
    office_describe: OfficeDescribe => OfficeRoster = roster::office_describe;
    office_make_committee: OfficeCommittee => OfficeCommitteeMade = roster::office_make_committee;
    office_panel: Nothing => OfficePanel = panel::office_panel;
    office_draw: OfficeDraw => OfficePanel = panel::office_draw;
    office_assign: Nothing => OfficePanel = panel::office_assign;
    office_plan: Nothing => OfficePlan = packing::office_plan;
    office_pack: OfficePack => OfficePacked = packing::office_pack;
    office_supersede: OfficeSupersede => OfficePacked = packing::office_supersede;
    office_sticks: OfficeSticks => OfficeSticksDone = packing::office_sticks;
    office_issue: OfficeIssue => OfficeTickets = packing::office_issue;
    office_board: Nothing => OfficeBoard = board::office_board;
    office_hand_out: OfficeHandOut => OfficeBoard = board::office_hand_out;
    office_receive: OfficeReceive => OfficeReceived = board::office_receive;
    office_replace: OfficeReplace => OfficeTicketFile = board::office_replace;
    office_look_at_card: OfficeFile => OfficeAtDesk = board::office_look_at_card;
    office_check_in: OfficeCheckIn => OfficeTicketFile = board::office_check_in;
    office_letters: Nothing => OfficeLetters = board::office_letters;
    office_letter: OfficeLetterStep => Nothing = board::office_letter;
    office_log: Nothing => OfficeLog = board::office_log;
}
