//! The visit: its list, one sheet with its lines, the statement, photographs, the counterpart's page.

use super::desk::LeafEvidence;
use super::round::NamedView;
use super::start::FingerprintView;
use super::{NoticeView, TextView, wire};

wire! {
    /// Answer of `visits`: the applications to be visited.
    pub struct VisitList {
        /// In the order of the ticket.
        pub rows: Vec<VisitRowView>,
        /// Whether positions stay in photographs that are taken in.
        pub keeps_place: bool,
    }

    /// One application of the list.
    pub struct VisitRowView {
        /// Application.
        pub application: String,
        /// Place in the order of the ticket.
        pub number: u32,
        /// Enterprise.
        pub enterprise: String,
        /// Recommending unit.
        pub unit: String,
        /// Lines on its sheet.
        pub lines: u32,
        /// Lines of which something was found.
        pub found: u32,
        /// Photographs.
        pub photos: u32,
        /// Whether the record is sealed.
        pub sealed: bool,
    }

    /// One application with its sheet; answer of most commands of the visit.
    pub struct VisitView {
        /// Application.
        pub application: String,
        /// The round.
        pub round: TextView,
        /// Enterprise.
        pub enterprise: String,
        /// Its credit code.
        pub credit_code: String,
        /// Enterprise type.
        pub kind: TextView,
        /// Recommending unit.
        pub unit: String,
        /// Lines of the sheet.
        pub lines: Vec<VisitLineView>,
        /// What stands below them.
        pub statement: VisitStatement,
        /// Signatures drawn that hold.
        pub signatures: Vec<VisitSignature>,
        /// Signatures that fell because the record was changed after they were drawn.
        pub fallen: u32,
        /// What the record lacks before it can be sealed.
        pub faults: Vec<VisitFaultView>,
        /// Leaves whose mark changes with what was found.
        pub changed: Vec<VisitLeafEffect>,
        /// Digest of the seal in force.
        pub sealed: Option<FingerprintView>,
        /// Number of the last seal; 0 before the first.
        pub seal: u32,
    }

    /// One claim.
    pub struct VisitLineView {
        /// What is verified, as it is written: a fact, or `indicator:` and a leaf.
        pub subject: String,
        /// Leaf it is on the sheet for; none for what the team added.
        pub indicator: Option<String>,
        /// Name of the leaf.
        pub indicator_name: TextView,
        /// Name of the field or leaf.
        pub name: TextView,
        /// Year of the value; nothing where it has none.
        pub year: Option<u16>,
        /// Unit of the value.
        pub unit: String,
        /// The value declared, as the form has it.
        pub declared: Option<String>,
        /// How a value is given.
        pub way: VisitValueWay,
        /// Evidence on the desk, each item at the page to open.
        pub evidence: Vec<LeafEvidence>,
        /// Documents seen on site.
        pub seen: Vec<VisitSeen>,
        /// Photographs.
        pub photos: Vec<VisitPhoto>,
        /// Why the panel's kit has it: `flagged`, `open_issue`, `sample`.
        pub reasons: Vec<String>,
        /// What was found.
        pub finding: Option<VisitFinding>,
    }

    /// How a value is given.
    #[serde(rename_all = "snake_case", tag = "kind", content = "value")]
    pub enum VisitValueWay {
        /// A number.
        Number,
        /// One of a few.
        Options(Vec<NamedView>),
        /// Anything else that the form has.
        Written,
        /// A judged leaf has no value.
        Nothing,
    }

    /// A document seen.
    pub struct VisitSeen {
        /// Its number or title.
        pub title: String,
        /// Page looked at.
        pub page: Option<u32>,
        /// The evidence item it is the original of.
        pub evidence: Option<String>,
    }

    /// A photograph.
    pub struct VisitPhoto {
        /// Digest of what is kept: its key in the page scheme.
        pub photo: String,
        /// Digest of the camera's file, where a position was taken out.
        pub original: Option<String>,
        /// When it was taken.
        pub taken_at: String,
    }

    /// What was found.
    pub struct VisitFinding {
        /// The value verified, as the form has it.
        pub verified: Option<String>,
        /// The verdict.
        pub verdict: VisitVerdict,
        /// What is to follow.
        pub treatment: VisitTreatment,
        /// The note.
        pub note: String,
        /// Difference from the declared number, in percent; made by the program.
        pub difference_percent: Option<String>,
    }

    /// How declared and seen agree.
    #[serde(rename_all = "snake_case")]
    pub enum VisitVerdict {
        /// As declared.
        Consistent,
        /// In the main.
        MostlyConsistent,
        /// Not as declared.
        Inconsistent,
        /// Cannot be verified.
        Unverifiable,
    }

    /// What follows.
    #[serde(rename_all = "snake_case")]
    pub enum VisitTreatment {
        /// The declared value stands.
        Keep,
        /// The verified value holds.
        UseVerified,
        /// It counts as nothing.
        CountZero,
        /// The panel decides on a deduction.
        Deduct,
        /// The panel decides on a veto.
        ReferToVeto,
    }

    /// Request of `visit_consider`: a finding before it is saved.
    pub struct VisitConsider {
        /// Application.
        pub application: String,
        /// What was verified.
        pub subject: String,
        /// The value verified.
        pub verified: Option<String>,
        /// What is to follow.
        pub treatment: VisitTreatment,
    }

    /// Answer of `visit_consider`.
    pub struct VisitEffect {
        /// Difference from the declared number, in percent.
        pub difference_percent: Option<String>,
        /// Leaves that look at the fact.
        pub leaves: Vec<VisitLeafEffect>,
    }

    /// The mark of a leaf before and after; absent where the scheme cannot say it.
    pub struct VisitLeafEffect {
        /// Leaf.
        pub indicator: String,
        /// Its name.
        pub name: TextView,
        /// Points at most.
        pub most: String,
        /// As declared.
        pub before: Option<String>,
        /// With the findings.
        pub after: Option<String>,
    }

    /// Request of `save_finding`.
    pub struct SaveFinding {
        /// Application.
        pub application: String,
        /// What was verified.
        pub subject: String,
        /// What was found.
        pub finding: VisitFinding,
        /// Documents seen.
        pub seen: Vec<VisitSeen>,
    }

    /// Answer of `lines_to_add`.
    pub struct LinesToAdd {
        /// Facts of the form and judged leaves that are not on the sheet.
        pub lines: Vec<VisitLineView>,
    }

    /// What stands below the lines.
    pub struct VisitStatement {
        /// Members of the team who were there.
        pub members: Vec<String>,
        /// The team's conclusion.
        pub conclusion: String,
        /// What the enterprise says to it.
        pub enterprise: VisitAttitude,
        /// Whom the team spoke with.
        pub interviews: Vec<VisitTalk>,
        /// Documents shown besides those of a line.
        pub documents: Vec<VisitShown>,
    }

    /// What the enterprise says.
    #[serde(rename_all = "snake_case", tag = "kind")]
    pub enum VisitAttitude {
        /// It agrees.
        Agrees {
            /// Who signs for it.
            signatory: String,
        },
        /// It objects.
        Objects {
            /// Who signs for it.
            signatory: String,
            /// What it objects to.
            statement: String,
        },
        /// It would not sign.
        RefusedToSign {
            /// Two who saw it.
            witnesses: [String; 2],
        },
    }

    /// A talk.
    pub struct VisitTalk {
        /// With whom.
        pub with: String,
        /// What was asked and said.
        pub said: String,
    }

    /// A document shown.
    pub struct VisitShown {
        /// Title or number.
        pub title: String,
        /// Who keeps it.
        pub kept_by: String,
        /// What was seen in it.
        pub note: String,
    }

    /// Request of `save_statement`.
    pub struct SaveStatement {
        /// Application.
        pub application: String,
        /// What stands below the lines.
        pub statement: VisitStatement,
    }

    /// For whom somebody signs.
    #[serde(rename_all = "snake_case")]
    pub enum VisitSide {
        /// The team.
        Team,
        /// The enterprise.
        Enterprise,
        /// A witness.
        Witness,
    }

    /// A signature drawn on the screen.
    pub struct VisitSignature {
        /// For whom.
        pub side: VisitSide,
        /// Who.
        pub name: String,
        /// Points of each stroke, in ten-thousandths of the width of the field.
        pub strokes: Vec<Vec<(u16, u16)>>,
        /// When; made by the program.
        pub at: String,
    }

    /// Request of `sign_visit` and `unsign_visit`.
    pub struct SignVisit {
        /// Application.
        pub application: String,
        /// For whom.
        pub side: VisitSide,
        /// Who.
        pub name: String,
        /// The strokes; none for taking a signature away.
        pub strokes: Vec<Vec<(u16, u16)>>,
    }

    /// Something that must be put right before sealing.
    pub struct VisitFaultView {
        /// Message key of the UI: `visit-fault-` and the fault.
        pub kind: String,
        /// Line it is about.
        pub subject: Option<String>,
    }

    /// Request of commands about photographs among files.
    pub struct VisitFiles {
        /// Application.
        pub application: String,
        /// Offered files and folders.
        pub files: Vec<String>,
    }

    /// Request of `take_kit`: what the panel drew for this team.
    pub struct VisitKit {
        /// Offered file.
        pub file: String,
    }

    /// Answer of `look_at_photos`.
    pub struct PhotosFound {
        /// Photographs, the latest first.
        pub photos: Vec<PhotoFile>,
        /// How many other files there are.
        pub others: u32,
    }

    /// A photograph that can be taken in.
    pub struct PhotoFile {
        /// Offered file.
        pub file: String,
        /// Its name.
        pub name: String,
        /// Its bytes.
        pub bytes: u64,
        /// When it was taken, where it says so.
        pub taken_at: Option<String>,
        /// Whether it is here already.
        pub known: bool,
    }

    /// Request of `add_photos`.
    pub struct AddPhotos {
        /// Application.
        pub application: String,
        /// Line they were taken of.
        pub subject: String,
        /// Offered files.
        pub files: Vec<String>,
    }

    /// Answer of `add_photos` and `delete_origins`.
    pub struct PhotosDone {
        /// The sheet.
        pub visit: VisitView,
        /// Files it was done with.
        pub done: Vec<String>,
        /// Names of files that were refused, and why; the others were done.
        pub refused: Vec<(String, NoticeView)>,
    }

    /// Request of `remove_photo`.
    pub struct PhotoOf {
        /// Application.
        pub application: String,
        /// Line.
        pub subject: String,
        /// Photograph.
        pub photo: String,
    }

    /// Request of `keep_place`.
    pub struct KeepPlace {
        /// Whether positions stay in photographs taken in from now on.
        pub keep: bool,
    }

    /// Request of `seal_visit`.
    pub struct SealVisit {
        /// Application.
        pub application: String,
        /// Passphrase, asked for each sealing.
        pub passphrase: String,
    }

    /// Answer of `counterpart`.
    pub struct Counterpart {
        /// The record that is being shown to the enterprise, if one is.
        pub visit: Option<VisitView>,
    }
}
