//! What is out and what came back; the registration desk; letters; the log.

use super::super::start::FingerprintView;
use super::super::{TextView, wire};
use super::materials::OfficeFinding;
use super::people::OfficeRefusedFile;

wire! {
    /// Answer of `office_board` and `office_hand_out`.
    pub struct OfficeBoard {
        /// The tickets.
        pub rows: Vec<OfficeTicket>,
    }

    /// A ticket on its way.
    pub struct OfficeTicket {
        /// The ticket.
        pub ticket: String,
        /// Its number in force.
        pub seq: u32,
        /// Its holder.
        pub holder: String,
        /// `expert`, `panel`, `visit` or `observer`.
        pub kind: String,
        /// How many applications it names.
        pub applications: u32,
        /// When, how and by whom it was handed out.
        pub handed_out: Option<OfficeHanded>,
        /// When its holder said that it came.
        pub acknowledged: Option<OfficeHanded>,
        /// When stick and papers came back.
        pub returned: Option<OfficeHanded>,
        /// Bundles that came in.
        pub bundles: u32,
        /// Receipts signed.
        pub receipts: u32,
        /// When it was revoked.
        pub revoked: Option<String>,
        /// Days until it is due; negative when it is over.
        pub days_left: i64,
    }

    /// A step of a ticket's way.
    pub struct OfficeHanded {
        /// When.
        pub at: String,
        /// How.
        pub way: String,
        /// Who did it.
        pub by: String,
    }

    /// Request of `office_hand_out`.
    pub struct OfficeHandOut {
        /// The ticket.
        pub ticket: String,
        /// `handed_out`, `acknowledged` or `returned`.
        pub step: String,
        /// How.
        pub way: String,
        /// Who does it.
        pub by: String,
    }

    /// Request of `office_receive`.
    pub struct OfficeReceive {
        /// Offered bundles and folders of them.
        pub files: Vec<String>,
        /// Offered folder the receipts go to.
        pub folder: String,
    }

    /// Answer of `office_receive`.
    pub struct OfficeReceived {
        /// Receipts that were signed.
        pub receipts: Vec<OfficeReceipt>,
        /// Files that were refused.
        pub refused: Vec<OfficeRefusedFile>,
    }

    /// A receipt that was signed.
    pub struct OfficeReceipt {
        /// The ticket.
        pub ticket: String,
        /// Its number.
        pub number: u32,
        /// Whether the same bundle had come in before.
        pub known: bool,
        /// Name of the file.
        pub name: String,
    }

    /// Request of `office_replace`: the old ticket is revoked.
    pub struct OfficeReplace {
        /// The ticket that is replaced.
        pub ticket: String,
        /// Offered card, whose fingerprint was confirmed.
        pub card: String,
        /// Offered folder.
        pub folder: String,
    }

    /// Answer of `office_look_at_card`.
    pub struct OfficeAtDesk {
        /// Name on the card.
        pub name: String,
        /// Unit on the card.
        pub unit: String,
        /// What is compared with the person.
        pub fingerprint: FingerprintView,
        /// Whether it was compared before.
        pub confirmed: bool,
        /// The ticket that waits.
        pub ticket: Option<String>,
        /// How many applications are assigned under it.
        pub applications: u32,
        /// Whether it was handed out before.
        pub handed_out: bool,
    }

    /// Request of `office_check_in`.
    pub struct OfficeCheckIn {
        /// Offered card.
        pub card: String,
        /// Whether the fingerprint was compared with the person.
        pub compared: bool,
        /// Who is at the desk.
        pub by: String,
        /// Offered folder the ticket goes to.
        pub folder: String,
    }

    /// Answer of `office_letters`.
    pub struct OfficeLetters {
        /// By unit.
        pub rows: Vec<OfficeLetter>,
    }

    /// The letter of a unit.
    pub struct OfficeLetter {
        /// Its code.
        pub unit: String,
        /// Its name.
        pub name: String,
        /// What is to be asked.
        pub findings: Vec<OfficeFinding>,
        /// When it was asked.
        pub asked: Option<String>,
        /// When it answered.
        pub answered: Option<String>,
    }

    /// Request of `office_letter`.
    pub struct OfficeLetterStep {
        /// The unit.
        pub unit: String,
        /// `asked` or `answered`.
        pub step: String,
    }

    /// Answer of `office_log`: checked link by link.
    pub struct OfficeLog {
        /// Its entries, the last first.
        pub rows: Vec<OfficeLogLine>,
        /// Digest of the chain.
        pub head: FingerprintView,
    }

    /// An entry of the log.
    pub struct OfficeLogLine {
        /// Its number.
        pub number: u64,
        /// When.
        pub at: String,
        /// What.
        pub said: TextView,
        /// About what: ids and digests.
        pub subjects: Vec<String>,
    }
}
