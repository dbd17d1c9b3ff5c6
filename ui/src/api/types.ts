// Generated from crates/app/src/desktop; `cargo test -p hengping-app in_step` says how.

export type About = { 
/**
 * Version of the program.
 */
version: string, 
/**
 * SQLCipher version.
 */
sqlcipher: string, 
/**
 * PDFium build, or why there is none.
 */
pdfium: string, 
/**
 * Font used where documents bring none.
 */
font: string | null, 
/**
 * State of the sandbox of the PDF worker, as message keys.
 */
sandbox: Array<string>, 
/**
 * Operating system and architecture.
 */
system: string, };

export type AcrossRow = { 
/**
 * Application.
 */
application: string, 
/**
 * Place in the reading order.
 */
number: number, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Mark.
 */
mark: MarkView | null, 
/**
 * Declared values the leaf looks at.
 */
claims: Array<ClaimView>, 
/**
 * Whether it is sealed.
 */
sealed: boolean, 
/**
 * Whether it is marked by the expert here (a computed leaf that was not turned over is not).
 */
asked: boolean, 
/**
 * Required evidence.
 */
evidence: Array<LeafEvidence>, };

export type AcrossView = { 
/**
 * Leaf.
 */
indicator: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * How it is marked.
 */
way: MarkingWay | null, 
/**
 * In reading order.
 */
rows: Array<AcrossRow>, 
/**
 * Mean of the first and of the second half in order of marking; absent below four marks.
 */
drift: [string, string] | null, };

export type AddPhotos = { 
/**
 * Application.
 */
application: string, 
/**
 * Line they were taken of.
 */
subject: string, 
/**
 * Offered files.
 */
files: Array<string>, };

export type AnchorView = { 
/**
 * Name.
 */
name: TextView, 
/**
 * Meaning.
 */
meaning: TextView, 
/**
 * From, inclusive.
 */
from: string, 
/**
 * To, inclusive.
 */
to: string, };

export type ApplicationCheckView = { 
/**
 * The application.
 */
row: ApplicationRow, 
/**
 * What is missing, each a link.
 */
missing: Array<CheckItem>, 
/**
 * What is unusual, each a link.
 */
unusual: Array<CheckItem>, 
/**
 * Total so far, as on the score sheet; absent when the round hides totals.
 */
judged_points: string | null, 
/**
 * Digest of the seal in force.
 */
seal: FingerprintView | null, };

export type ApplicationList = { 
/**
 * In reading order, practice first.
 */
rows: Array<ApplicationRow>, 
/**
 * Where the expert stopped last.
 */
last: LastPlace | null, 
/**
 * How many a day are needed to be in time; absent without a believable clock.
 */
needed_today: number | null, };

export type ApplicationRow = { 
/**
 * Application.
 */
application: string, 
/**
 * Place in the signed reading order, from 1.
 */
number: number, 
/**
 * Enterprise; empty when recused.
 */
enterprise: string, 
/**
 * Enterprise type.
 */
kind: TextView, 
/**
 * Recommending unit.
 */
unit: string, 
/**
 * State.
 */
state: WorkState, 
/**
 * Leaves marked.
 */
marked: number, 
/**
 * Leaves to be marked.
 */
asked: number, 
/**
 * Things missing.
 */
missing: number, 
/**
 * When something of it was last changed.
 */
touched_at: string | null, 
/**
 * Whether it was sealed or completed today (in the round's time zone).
 */
today: boolean, };

export type ApplicationView = { 
/**
 * Application.
 */
application: string, 
/**
 * Place in the reading order; 0 for practice.
 */
number: number, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Enterprise type.
 */
kind: TextView, 
/**
 * Recommending unit.
 */
unit: string, 
/**
 * State.
 */
state: WorkState, 
/**
 * Rail: sections in the order of the scheme.
 */
sections: Array<RailSection>, 
/**
 * Evidence in catalogue order.
 */
evidence: Array<EvidenceView>, 
/**
 * Evidence that is required somewhere and missing.
 */
missing_evidence: Array<NamedView>, 
/**
 * Fact sheet in one line.
 */
facts: FactsLine, 
/**
 * Where the expert stopped in this application.
 */
place: PlaceView, 
/**
 * Leaves marked, leaves asked, things missing.
 */
progress: ProgressLine, 
/**
 * Material version.
 */
material_version: number, };

export type AssignCitation = { 
/**
 * Application.
 */
application: string, 
/**
 * Citation.
 */
citation: string, 
/**
 * Leaves.
 */
indicators: Array<string>, };

export type BundleExported = { 
/**
 * The files, read back and compared.
 */
files: Array<WrittenFile>, };

export type BundleView = { 
/**
 * Number of the hand-in.
 */
seq: number, 
/**
 * Digest.
 */
digest: FingerprintView, 
/**
 * When it was made.
 */
at: string, 
/**
 * Whether it was exported from this machine.
 */
exported: boolean, 
/**
 * Number of its receipt.
 */
receipt: number | null, };

export type ChangePassphrase = { 
/**
 * The one in force.
 */
old: string, 
/**
 * The new one.
 */
new: string, };

export type CheckItem = { 
/**
 * Message key of the UI: `missing-mark`, `missing-comment`, `missing-fact-sheet`,
 * `missing-opinion`, `missing-recommendation`, `extreme-without-comment`,
 * `mark-without-evidence`, `evidence-never-opened`, `equal-text`, `name-in-text`,
 * `text-contradicts-mark`.
 */
kind: string, 
/**
 * Leaf it is about.
 */
indicator: string | null, 
/**
 * Opinion field it is about.
 */
field: string | null, 
/**
 * Another application it is about.
 */
other: string | null, };

export type CheckView = { 
/**
 * One entry per application.
 */
applications: Array<ApplicationCheckView>, 
/**
 * Notices about the round as a whole.
 */
notices: Array<NoticeView>, };

export type ChoiceFact = { 
/**
 * The fact as written in proposals.
 */
fact: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Options.
 */
options: Array<NamedView>, 
/**
 * The one declared.
 */
declared: string | null, };

export type ChooseIdentity = { 
/**
 * Which one.
 */
identity: string, 
/**
 * Whether an observer reads it: everything is seen, nothing can be changed.
 */
observing: boolean, };

export type CitationList = { 
/**
 * Oldest first; those that serve nothing are loose.
 */
citations: Array<CitationView>, };

export type CitationView = { 
/**
 * Citation.
 */
citation: string, 
/**
 * Evidence item.
 */
evidence: string, 
/**
 * Document.
 */
document: string, 
/**
 * Page of the file.
 */
page: number, 
/**
 * Page counted within the item.
 */
page_in_item: number, 
/**
 * Quoted text; empty for a drawn box.
 */
quote: string, 
/**
 * Boxes as in [`PageLayer`].
 */
areas: Array<[number, number, number, number]>, 
/**
 * Leaves it serves.
 */
indicators: Array<string>, 
/**
 * Proposals it serves.
 */
facts: Array<string>, 
/**
 * Whether its document is still in the package.
 */
present: boolean, };

export type Cite = { 
/**
 * Application.
 */
application: string, 
/**
 * Evidence item; absent: found from document and page.
 */
evidence: string | null, 
/**
 * Document.
 */
document: string, 
/**
 * Page of the file.
 */
page: number, 
/**
 * First and one past the last character of the page.
 */
characters: [number, number] | null, 
/**
 * Box as in [`PageLayer`].
 */
area: [number, number, number, number] | null, 
/**
 * Leaves it is for; none keeps it for later.
 */
indicators: Array<string>, };

export type ClaimView = { 
/**
 * Field.
 */
field: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Unit.
 */
unit: string, 
/**
 * Values, the review year first; absent when nothing was declared.
 */
values: Array<string | null>, 
/**
 * Review year of the first value.
 */
year: number, 
/**
 * Evidence named as the source, with the page of the item.
 */
source: [string, number] | null, };

export type ConfirmRecovery = { 
/**
 * Number of the group, from 1, and what was typed.
 */
groups: Array<[number, string]>, };

export type ConflictRow = { 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Legal representative.
 */
legal_representative: string, 
/**
 * Group.
 */
group: string | null, 
/**
 * Main shareholders.
 */
shareholders: Array<string>, 
/**
 * Recommending unit.
 */
unit: string, 
/**
 * Whether it is assigned to this expert.
 */
assigned: boolean, 
/**
 * Ground of the recusal.
 */
recused: string | null, };

export type ConflictTable = { 
/**
 * When the pledge was signed.
 */
pledged_at: string | null, 
/**
 * Grounds that can be named.
 */
grounds: Array<NamedView>, 
/**
 * One row per enterprise of the round.
 */
rows: Array<ConflictRow>, };

export type CopyState = { 
/**
 * Whether a stick was named.
 */
named: boolean, 
/**
 * Whether it is plugged in now.
 */
present: boolean, 
/**
 * When the last copy was made and read back.
 */
last: string | null, 
/**
 * Message key of what went wrong last.
 */
fault: string | null, 
/**
 * Whether there are changes since the last copy.
 */
due: boolean, };

export type Counterpart = { 
/**
 * The record that is being shown to the enterprise, if one is.
 */
visit: VisitView | null, };

export type CreateIdentity = { 
/**
 * Its kind of work.
 */
workspace: Workspace, 
/**
 * What its owner calls it on this machine, in the clear; may be empty.
 */
label: string, 
/**
 * Name on the card; of an office, the authority.
 */
name: string, 
/**
 * Unit on the card; an office has none.
 */
unit: string, 
/**
 * Passphrase.
 */
passphrase: string, };

export type DocumentView = { 
/**
 * Application.
 */
application: string, 
/**
 * Document.
 */
document: string, 
/**
 * The card to show in its place, when it cannot be opened.
 */
card: NoticeView | null, 
/**
 * Width and height of each page in points, as displayed.
 */
sizes: Array<[number, number]>, 
/**
 * Outline.
 */
outline: Array<OutlineRow>, 
/**
 * Citations in it, oldest first.
 */
citations: Array<CitationView>, };

export type EvidenceView = { 
/**
 * Code of the catalogue.
 */
code: string, 
/**
 * Title.
 */
title: string, 
/**
 * Document it lies in: opaque key for `open_document` and citations (digest of the file).
 */
document: string, 
/**
 * First and last page of the file that belong to it; absent when all do.
 */
pages: [number, number] | null, 
/**
 * Bytes of the file.
 */
bytes: number, 
/**
 * `pdf`, `jpeg` or `png`.
 */
media: string, 
/**
 * Pages of the item that were seen, counted in the file.
 */
seen: Array<number>, };

export type ExportBundle = { 
/**
 * Number of the hand-in.
 */
seq: number, 
/**
 * Offered folder.
 */
folder: string, };

export type FactLineView = { 
/**
 * Leaf.
 */
indicator: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Points at most.
 */
most: string, 
/**
 * Formula as the scheme has it.
 */
formula: string, 
/**
 * Formula with the numbers filled in.
 */
filled: string, 
/**
 * Declared values it reads.
 */
claims: Array<ClaimView>, 
/**
 * Value that came out, rounded for reading.
 */
value: string | null, 
/**
 * Unit of the value.
 */
unit: string, 
/**
 * Bands for this enterprise type, highest first: from, points.
 */
bands: Array<[string, string]>, 
/**
 * Which band applied, from 0.
 */
band: number | null, 
/**
 * Points.
 */
points: string | null, 
/**
 * `points`, `zero`, `open` or `turned_over`.
 */
outcome: string, 
/**
 * Required evidence.
 */
evidence: Array<LeafEvidence>, };

export type FactSheetView = { 
/**
 * Application.
 */
application: string, 
/**
 * Whether it was read as a whole.
 */
read: boolean, 
/**
 * Plausibility warnings, first.
 */
doubts: Array<TextView>, 
/**
 * Computed leaves.
 */
lines: Array<FactLineView>, 
/**
 * Facts decided by choice or office that an expert may dispute.
 */
choices: Array<ChoiceFact>, 
/**
 * Own proposals.
 */
proposals: Array<ProposalView>, };

export type FactsLine = { 
/**
 * Computed leaves.
 */
leaves: number, 
/**
 * Points they give now.
 */
points: string, 
/**
 * Whether the sheet was read as a whole.
 */
read: boolean, 
/**
 * Plausibility warnings.
 */
doubts: number, };

export type FindOnPage = { 
/**
 * Application.
 */
application: string, 
/**
 * Document.
 */
document: string, 
/**
 * Page.
 */
page: number, 
/**
 * Words.
 */
words: string, };

export type FingerprintView = { 
/**
 * Twelve characters.
 */
words: Array<string>, 
/**
 * Twelve groups of five digits, for the telephone.
 */
spoken: Array<string>, 
/**
 * Hexadecimal.
 */
hex: string, 
/**
 * QR code of the hexadecimal form as an SVG path: side in modules and path data.
 */
qr: QrView, };

export type FoundOnPage = { 
/**
 * One list of boxes per hit.
 */
hits: Array<Array<[number, number, number, number]>>, };

export type HandIn = { 
/**
 * Passphrase.
 */
passphrase: string, };

export type HandIns = { 
/**
 * Bundles made, newest last.
 */
bundles: Array<BundleView>, 
/**
 * Applications sealed and not yet in a bundle.
 */
waiting: number, };

export type Holder = { 
/**
 * Name on the enrolment card; of an office, the authority.
 */
name: string, 
/**
 * Fingerprint of the card; of an office, of its root document.
 */
fingerprint: FingerprintView, 
/**
 * Whether the recovery sheet was confirmed as written down.
 */
recovery_confirmed: boolean, };

export type IdentityCreated = { 
/**
 * Who is unlocked now.
 */
holder: Holder, 
/**
 * Recovery code, shown once, in groups.
 */
recovery_code: Array<string>, };

export type IdentityView = { 
/**
 * What it is chosen by.
 */
identity: string, 
/**
 * Its kind of work.
 */
workspace: Workspace, 
/**
 * Number among those of its kind, from 1.
 */
number: number, 
/**
 * What its owner calls it on this machine; often empty.
 */
label: string, };

export type Import = { 
/**
 * The same files as of `inspect_import`.
 */
files: Array<string>, 
/**
 * The ticket that was chosen among those that fit; absent when it is inside the package.
 */
ticket: string | null, 
/**
 * Whether the person compared the fingerprint of a new authority.
 */
compared: boolean, };

export type ImportPreview = { 
/**
 * The package.
 */
package: OfferedFile, 
/**
 * Tickets that were dropped, those that fit first, the newest of them foremost.
 */
tickets: Array<TicketOffer>, 
/**
 * Whether the ticket inside the package file fits, when it has one.
 */
inside: TicketFitView | null, 
/**
 * The authority's root document, when it was dropped.
 */
root: OfferedFile | null, 
/**
 * What people compare with the letter; absent when the authority is known or no root
 * document was dropped.
 */
fingerprint: FingerprintView | null, 
/**
 * Whether the authority is known from an earlier import.
 */
authority_known: boolean, 
/**
 * Dropped files that are none of these.
 */
others: Array<string>, };

export type ImportReport = { 
/**
 * The round.
 */
round: TextView, 
/**
 * Who signed the package, with the fingerprint to compare.
 */
signed_by: string, 
/**
 * Digest of the package: what everybody's copy must agree on.
 */
digest: FingerprintView, 
/**
 * Applications on the desk now.
 */
applications: number, 
/**
 * Bytes verified.
 */
bytes: number, 
/**
 * Until when bundles are due.
 */
due: string, 
/**
 * Marks of an earlier edition that this one has no place for, as application and leaf.
 */
not_carried: Array<[string, string]>, };

export type InspectImport = { 
/**
 * Offered files and folders.
 */
files: Array<string>, };

export type IntoFolder = { 
/**
 * Offered folder.
 */
folder: string, };

export type JudgementView = { "kind": "score", "value": string } | { "kind": "choice", "value": string } | { "kind": "pass", "value": boolean } | { "kind": "not_applicable" };

export type KeepPlace = { 
/**
 * Whether positions stay in photographs taken in from now on.
 */
keep: boolean, };

export type LastChangeView = { 
/**
 * When.
 */
at: string, 
/**
 * Application.
 */
application: string | null, 
/**
 * Place in the reading order; 0 without an application.
 */
number: number, 
/**
 * Enterprise; empty without an application.
 */
enterprise: string, 
/**
 * Leaf.
 */
indicator: string | null, };

export type LastPlace = { 
/**
 * Application.
 */
application: string, 
/**
 * Leaf.
 */
indicator: string | null, 
/**
 * When.
 */
at: string, };

export type LeafCard = { 
/**
 * Leaf.
 */
indicator: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Names of the indicators above it.
 */
path: Array<TextView>, 
/**
 * Points it contributes at most, for this enterprise type.
 */
points: string, 
/**
 * What the scheme says beside it.
 */
note: TextView, 
/**
 * How it is marked.
 */
way: MarkingWay, 
/**
 * Required evidence.
 */
evidence: Array<LeafEvidence>, 
/**
 * Declared values it looks at.
 */
claims: Array<ClaimView>, 
/**
 * The mark.
 */
mark: MarkView | null, 
/**
 * Comment typed before there is a mark.
 */
draft: string, 
/**
 * Private note; never exported.
 */
private_note: string, 
/**
 * Own marks of this leaf on all applications.
 */
own: Array<OwnMark>, 
/**
 * Earlier values of the mark, newest first.
 */
history: Array<MarkChange>, 
/**
 * Why it was turned over to the expert, when it is a computed leaf.
 */
turned_over: string | null, 
/**
 * Whether changes are refused because the review is sealed.
 */
sealed: boolean, };

export type LeafEvidence = { 
/**
 * Code of the catalogue.
 */
code: string, 
/**
 * Name in the catalogue.
 */
name: TextView, 
/**
 * Items of the application under this code; empty when missing.
 */
items: Array<LeafEvidenceItem>, };

export type LeafEvidenceItem = { 
/**
 * Title.
 */
title: string, 
/**
 * Document.
 */
document: string, 
/**
 * Page of the file to open: named by the applicant, last seen, or the first of the item.
 */
page: number, 
/**
 * Whether some page of it was seen.
 */
seen: boolean, };

export type LinesToAdd = { 
/**
 * Facts of the form and judged leaves that are not on the sheet.
 */
lines: Array<VisitLineView>, };

export type LoadReceipt = { 
/**
 * Offered file.
 */
file: string, };

export type MarkChange = { 
/**
 * When.
 */
at: string, 
/**
 * What it was from then on; absent when cleared.
 */
judgement: JudgementView | null, };

export type MarkView = { 
/**
 * What was judged.
 */
judgement: JudgementView, 
/**
 * Comment.
 */
comment: string, 
/**
 * Citations.
 */
citations: Array<string>, 
/**
 * When it was last changed.
 */
at: string, };

export type MarkingWay = { "kind": "scale", 
/**
 * Least.
 */
min: string, 
/**
 * Greatest.
 */
max: string, 
/**
 * Step.
 */
step: string, 
/**
 * Anchors, best first.
 */
anchors: Array<AnchorView>, } | { "kind": "choice", 
/**
 * Options.
 */
options: Array<NamedView>, 
/**
 * Whether the expert may only propose another option (a fact).
 */
proposed_only: boolean, } | { "kind": "pass_fail", };

export type NameStick = { 
/**
 * Offered folder on the stick; absent to forget it.
 */
folder: string | null, };

export type NamedView = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: TextView, };

export type Nothing = Record<symbol, never>;

export type NoticeView = { 
/**
 * Four characters for the telephone.
 */
code: string, 
/**
 * Sentence in Chinese.
 */
zh: string, 
/**
 * Sentence in English.
 */
en: string, 
/**
 * Where in a file, by names the program computed.
 */
place: string, };

export type OfApplication = { 
/**
 * Application.
 */
application: string, };

export type OfCitation = { 
/**
 * Application.
 */
application: string, 
/**
 * Citation.
 */
citation: string, };

export type OfFact = { 
/**
 * Application.
 */
application: string, 
/**
 * The fact as written.
 */
fact: string, };

export type OfIndicator = { 
/**
 * Leaf.
 */
indicator: string, };

export type OfLeaf = { 
/**
 * Application.
 */
application: string, 
/**
 * Leaf.
 */
indicator: string, };

export type OfPage = { 
/**
 * Application.
 */
application: string, 
/**
 * Document.
 */
document: string, 
/**
 * Page of the file, from 1.
 */
page: number, };

export type OfferedFile = { 
/**
 * Opaque id, valid within this run.
 */
id: string, 
/**
 * Name without folder.
 */
name: string, 
/**
 * Size in bytes; a folder has none.
 */
bytes: number | null, };

export type OfficeApplication = { 
/**
 * Its id.
 */
application: string, 
/**
 * Name of the enterprise.
 */
enterprise: string, 
/**
 * Credit code.
 */
credit_code: string, 
/**
 * Code of its unit.
 */
unit: string, 
/**
 * Name of its type.
 */
kind: TextView, 
/**
 * Evidence items.
 */
items: number, 
/**
 * Declared values.
 */
fields: number, 
/**
 * Bytes of its evidence.
 */
bytes: number, 
/**
 * Version of the material.
 */
version: number, 
/**
 * Whether it is for practice.
 */
practice: boolean, 
/**
 * The file to be mended.
 */
file: string, };

export type OfficeApplicationView = { 
/**
 * The row.
 */
row: OfficeApplication, 
/**
 * Legal representative, group, shareholders.
 */
people: Array<string>, 
/**
 * Every line of the evidence catalogue.
 */
evidence: Array<OfficeEvidence>, 
/**
 * Every field of the form, year by year.
 */
fields: Array<OfficeDeclared>, };

export type OfficeAssignment = { 
/**
 * When it was made.
 */
at: string, 
/**
 * How many applications each has.
 */
loads: Array<OfficeLoad>, 
/**
 * By application.
 */
benches: Array<OfficeBench>, 
/**
 * Whether all applications are connected by shared experts.
 */
connected: boolean, };

export type OfficeAtDesk = { 
/**
 * Name on the card.
 */
name: string, 
/**
 * Unit on the card.
 */
unit: string, 
/**
 * What is compared with the person.
 */
fingerprint: FingerprintView, 
/**
 * Whether it was compared before.
 */
confirmed: boolean, 
/**
 * The ticket that waits.
 */
ticket: string | null, 
/**
 * How many applications are assigned under it.
 */
applications: number, 
/**
 * Whether it was handed out before.
 */
handed_out: boolean, };

export type OfficeBench = { 
/**
 * The application.
 */
application: string, 
/**
 * Its enterprise.
 */
enterprise: string, 
/**
 * Names of those who judge.
 */
experts: Array<string>, 
/**
 * Who does not, and why.
 */
excluded: Array<OfficeExcluded>, 
/**
 * Experts that are missing.
 */
short: number, };

export type OfficeBoard = { 
/**
 * The tickets.
 */
rows: Array<OfficeTicket>, };

export type OfficeCards = { 
/**
 * Offered cards and folders of them.
 */
files: Array<string>, 
/**
 * What their owners will be: `expert`, `panel`, `visit` or `observer`.
 */
kind: string, };

export type OfficeCheck = { 
/**
 * Applications checked.
 */
applications: number, 
/**
 * Documents opened.
 */
documents: number, 
/**
 * Whether something must be settled before packing.
 */
blocks: boolean, 
/**
 * Findings, the gravest first.
 */
findings: Array<OfficeFinding>, };

export type OfficeCheckIn = { 
/**
 * Offered card.
 */
card: string, 
/**
 * Whether the fingerprint was compared with the person.
 */
compared: boolean, 
/**
 * Who is at the desk.
 */
by: string, 
/**
 * Offered folder the ticket goes to.
 */
folder: string, };

export type OfficeCommittee = { 
/**
 * Offered cards of the holders.
 */
cards: Array<string>, 
/**
 * How many shares open.
 */
threshold: number, 
/**
 * Offered folder the shares go to.
 */
folder: string, };

export type OfficeCommitteeMade = { 
/**
 * How many shares open.
 */
threshold: number, 
/**
 * The shares.
 */
shares: Array<OfficeShare>, };

export type OfficeConfirm = { 
/**
 * The person.
 */
expert: string, 
/**
 * Fingerprint as digest, as twelve characters or as digits.
 */
typed: string, };

export type OfficeDeclared = { 
/**
 * `F20` or `F20_1`.
 */
key: string, 
/**
 * Its name.
 */
name: TextView, 
/**
 * Its unit.
 */
unit: string, 
/**
 * Whether it is required.
 */
required: boolean, 
/**
 * The value; absent when there is none.
 */
value: string | null, 
/**
 * Evidence and page it is said to stand on.
 */
source: [string, number] | null, };

export type OfficeDescribe = { 
/**
 * The person.
 */
expert: string, 
/**
 * Fields of expertise.
 */
fields: Array<string>, 
/**
 * Ties.
 */
ties: Array<OfficeTie>, };

export type OfficeDraw = { 
/**
 * Person and digits, of two people or more.
 */
contributions: Array<[string, string]>, 
/**
 * Why there is a further draw.
 */
reason: string | null, };

export type OfficeDrawMade = { 
/**
 * Which one.
 */
number: number, 
/**
 * When.
 */
at: string, 
/**
 * Why there was a further one.
 */
reason: string | null, 
/**
 * Digest words of the frozen pool.
 */
pool: string, 
/**
 * Digest words of the seed.
 */
seed: string, 
/**
 * Who typed digits.
 */
persons: Array<string>, 
/**
 * Seats in the order drawn.
 */
seats: Array<OfficePerson>, 
/**
 * Reserves in the order drawn.
 */
reserves: Array<OfficePerson>, 
/**
 * Barred from every application.
 */
excluded: Array<OfficePerson>, };

export type OfficeEvidence = { 
/**
 * Its number.
 */
code: string, 
/**
 * Its name.
 */
name: TextView, 
/**
 * Whether it is required.
 */
required: boolean, 
/**
 * The file; absent when it was not handed in.
 */
file: string | null, 
/**
 * Pages of the file that belong to it.
 */
pages: [number, number] | null, 
/**
 * Size of the file.
 */
bytes: number, 
/**
 * `pdf`, `jpeg` or `png`; empty without a file.
 */
media: string, };

export type OfficeExcluded = { 
/**
 * Who.
 */
name: string, 
/**
 * Why not.
 */
why: TextView, };

export type OfficeExpert = { 
/**
 * Number on the roster.
 */
expert: string, 
/**
 * As what they were taken in: `expert`, `panel`, `visit` or `observer`.
 */
kind: string, 
/**
 * Name.
 */
name: string, 
/**
 * Unit.
 */
unit: string, 
/**
 * Fields of expertise.
 */
fields: Array<string>, 
/**
 * Where they work, sit on a board or hold shares.
 */
ties: Array<OfficeTie>, 
/**
 * The twelve characters of the card; none for a person who gets a code.
 */
words: Array<string>, 
/**
 * When the fingerprint was compared.
 */
confirmed: string | null, 
/**
 * `seat`, `reserve`, `excluded` in the last draw, or nothing.
 */
place: string, 
/**
 * The ticket in force.
 */
ticket: string | null, 
/**
 * What happened, the first first.
 */
history: Array<OfficeHappened>, };

export type OfficeFault = { 
/**
 * The file, or the table with its cell.
 */
file: string, 
/**
 * Key, cell or line in the file; empty for the whole file.
 */
place: string, 
/**
 * What is wrong.
 */
said: TextView, };

export type OfficeField = { 
/**
 * `F20` or `F20_1`.
 */
key: string, 
/**
 * Its name.
 */
name: TextView, 
/**
 * Its unit.
 */
unit: string, 
/**
 * Whether it is a number that formulas read.
 */
number: boolean, 
/**
 * Codes, for a field that takes one.
 */
codes: Array<NamedView>, };

export type OfficeFile = { 
/**
 * Offered file.
 */
file: string, };

export type OfficeFinding = { 
/**
 * `refused`, `ask` or `note`.
 */
severity: string, 
/**
 * Stable word for its kind.
 */
kind: string, 
/**
 * Applications it is about.
 */
applications: Array<string>, 
/**
 * Fields, evidence, indicators, rules or units it is about.
 */
codes: Array<string>, 
/**
 * What it says.
 */
said: TextView, };

export type OfficeForm = { 
/**
 * Offered folder it is written to.
 */
folder: string, 
/**
 * The scheme; that of the round when none is named.
 */
scheme: OfficeSchemeChoice | null, };

export type OfficeHandOut = { 
/**
 * The ticket.
 */
ticket: string, 
/**
 * `handed_out`, `acknowledged` or `returned`.
 */
step: string, 
/**
 * How.
 */
way: string, 
/**
 * Who does it.
 */
by: string, };

export type OfficeHanded = { 
/**
 * When.
 */
at: string, 
/**
 * How.
 */
way: string, 
/**
 * Who did it.
 */
by: string, };

export type OfficeHappened = { 
/**
 * When.
 */
at: string, 
/**
 * What.
 */
said: TextView, 
/**
 * Number of the draw, of the ticket; often empty.
 */
detail: string, };

export type OfficeHome = { 
/**
 * The round; absent before there is one.
 */
round: OfficeRound | null, 
/**
 * What is to be done next: `round`, or a step of the round.
 */
next: string, };

export type OfficeInvite = { 
/**
 * Name.
 */
name: string, 
/**
 * Unit.
 */
unit: string, };

export type OfficeIssue = { 
/**
 * Offered folder.
 */
folder: string, 
/**
 * Tickets; all that wait when none is named.
 */
tickets: Array<string>, 
/**
 * Ticket and application its holder is recused from.
 */
recused: Array<[string, string]>, };

export type OfficeLaidOut = { 
/**
 * Faults of the scheme; nothing was made when there are any.
 */
faults: Array<OfficeFault>, 
/**
 * The folder that was made, to be given to `office_new_round` later.
 */
folder: OfferedFile | null, 
/**
 * Where it lies.
 */
path: string, };

export type OfficeLayOut = { 
/**
 * Offered folder; what is made goes into a folder named after the round.
 */
folder: string, 
/**
 * The scheme.
 */
scheme: OfficeSchemeChoice, 
/**
 * Id of the round.
 */
id: string, 
/**
 * Its title.
 */
title: TextView, 
/**
 * `selection`, `annual` or `re_review`.
 */
kind: string, 
/**
 * The year under review.
 */
review_year: number, 
/**
 * IANA name of the zone.
 */
time_zone: string, 
/**
 * From when packages are valid, as a day of the zone: `2026-11-22`.
 */
valid_from: string, 
/**
 * The last day of work.
 */
valid_until: string, 
/**
 * Recommending units.
 */
units: Array<OfficeUnitTyped>, };

export type OfficeLeaf = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its name.
 */
name: TextView, 
/**
 * `computed`, `scored`, `choice`, `pass_fail` or `deducted`.
 */
mode: string, 
/**
 * Most points, common to all types that are not named.
 */
points: string, 
/**
 * Whether a mark or an option is typed for it.
 */
typed: boolean, 
/**
 * Options of a choice.
 */
options: Array<NamedView>, 
/**
 * A mark in the middle of its scale.
 */
middle: string, };

export type OfficeLetter = { 
/**
 * Its code.
 */
unit: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What is to be asked.
 */
findings: Array<OfficeFinding>, 
/**
 * When it was asked.
 */
asked: string | null, 
/**
 * When it answered.
 */
answered: string | null, };

export type OfficeLetterStep = { 
/**
 * The unit.
 */
unit: string, 
/**
 * `asked` or `answered`.
 */
step: string, };

export type OfficeLetters = { 
/**
 * By unit.
 */
rows: Array<OfficeLetter>, };

export type OfficeLoad = { 
/**
 * Who.
 */
person: OfficePerson, 
/**
 * How many applications.
 */
count: number, 
/**
 * From how many they are barred.
 */
barred: number, };

export type OfficeLog = { 
/**
 * Its entries, the last first.
 */
rows: Array<OfficeLogLine>, 
/**
 * Digest of the chain.
 */
head: FingerprintView, };

export type OfficeLogLine = { 
/**
 * Its number.
 */
number: number, 
/**
 * When.
 */
at: string, 
/**
 * What.
 */
said: TextView, 
/**
 * About what: ids and digests.
 */
subjects: Array<string>, };

export type OfficeMaterials = { 
/**
 * The applications, in order; the one for practice first.
 */
rows: Array<OfficeApplication>, 
/**
 * Recommending units with their quotas.
 */
units: Array<OfficeUnit>, };

export type OfficeOfApplication = { 
/**
 * Which one.
 */
application: string, };

export type OfficePack = { 
/**
 * Offered folder package and tickets go to.
 */
folder: string, 
/**
 * Offered cards of chairs.
 */
panel: Array<string>, 
/**
 * Offered cards of visit teams.
 */
visit: Array<string>, 
/**
 * Whether experts declare themselves before they get tickets that open.
 */
declarations_first: boolean, 
/**
 * Offered folder of the slips with activation codes.
 */
slips: string | null, };

export type OfficePacked = { 
/**
 * The package.
 */
package: string, 
/**
 * Its edition.
 */
seq: number, 
/**
 * What everybody's copy must agree on.
 */
digest: FingerprintView, 
/**
 * Its files with their sizes.
 */
files: Array<[string, number]>, 
/**
 * The first of them, for `office_sticks`.
 */
first: OfferedFile, 
/**
 * The tickets.
 */
tickets: Array<OfficeTicketFile>, 
/**
 * Slips with activation codes.
 */
slips: number, 
/**
 * Whether there is an application for practice.
 */
practice: boolean, };

export type OfficePanel = { 
/**
 * People a draw would draw from.
 */
pool: number, 
/**
 * Seats the scheme prescribes.
 */
seats: number, 
/**
 * Reserves it prescribes.
 */
reserves: number, 
/**
 * Years within which a tie bars.
 */
same_unit_years: number, 
/**
 * The draws, the last first.
 */
draws: Array<OfficeDrawMade>, 
/**
 * What was assigned last.
 */
assignment: OfficeAssignment | null, };

export type OfficePerson = { 
/**
 * Number on the roster.
 */
expert: string, 
/**
 * Name.
 */
name: string, 
/**
 * Unit.
 */
unit: string, };

export type OfficePlan = { 
/**
 * Different documents.
 */
documents: number, 
/**
 * Bytes of the package, about.
 */
bytes: number, 
/**
 * Files it comes in, about.
 */
files: number, 
/**
 * Sticks by the gigabytes printed on them, and whether the package fits.
 */
sticks: Array<[number, boolean]>, 
/**
 * Experts who will get tickets.
 */
experts: number, 
/**
 * Of these, by activation code: their slips need a folder of their own.
 */
coded: number, 
/**
 * Edition in force; 0 before the first.
 */
edition: number, };

export type OfficeReceipt = { 
/**
 * The ticket.
 */
ticket: string, 
/**
 * Its number.
 */
number: number, 
/**
 * Whether the same bundle had come in before.
 */
known: boolean, 
/**
 * Name of the file.
 */
name: string, };

export type OfficeReceive = { 
/**
 * Offered bundles and folders of them.
 */
files: Array<string>, 
/**
 * Offered folder the receipts go to.
 */
folder: string, };

export type OfficeReceived = { 
/**
 * Receipts that were signed.
 */
receipts: Array<OfficeReceipt>, 
/**
 * Files that were refused.
 */
refused: Array<OfficeRefusedFile>, };

export type OfficeRefusedFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * Why.
 */
notice: NoticeView, };

export type OfficeReplace = { 
/**
 * The ticket that is replaced.
 */
ticket: string, 
/**
 * Offered card, whose fingerprint was confirmed.
 */
card: string, 
/**
 * Offered folder.
 */
folder: string, };

export type OfficeRoster = { 
/**
 * The people, by number.
 */
rows: Array<OfficeExpert>, 
/**
 * Whether there is a committee key.
 */
committee: boolean, 
/**
 * Files that are no cards, with the reason.
 */
refused: Array<OfficeRefusedFile>, };

export type OfficeRound = { 
/**
 * Its id.
 */
round: string, 
/**
 * Its title.
 */
title: TextView, 
/**
 * Zone in which instants are shown.
 */
time_zone: string, 
/**
 * Until when bundles are due.
 */
due: string, 
/**
 * Days until then; negative when it is over.
 */
days_left: number, 
/**
 * Title of the scheme.
 */
scheme: TextView, 
/**
 * Applications taken in.
 */
applications: number, 
/**
 * People on the roster.
 */
roster: number, 
/**
 * Of these, with confirmed fingerprint.
 */
confirmed: number, 
/**
 * Whether there is a committee key.
 */
committee: boolean, 
/**
 * How often a panel was drawn.
 */
draws: number, 
/**
 * Whether applications were assigned after the last draw.
 */
assigned: boolean, 
/**
 * Number of the package's edition in force; 0 before there is one.
 */
edition: number, 
/**
 * Tickets in force.
 */
tickets: number, 
/**
 * Of these, handed out.
 */
handed_out: number, 
/**
 * Of the experts' tickets, with a receipt.
 */
receipted: number, 
/**
 * Experts' tickets in force.
 */
experts: number, };

export type OfficeScheme = { 
/**
 * Its title.
 */
title: TextView, 
/**
 * Id and version.
 */
version: string, 
/**
 * Its types.
 */
types: Array<NamedView>, 
/**
 * Its leaves, in order.
 */
leaves: Array<OfficeLeaf>, 
/**
 * Its form fields, year by year.
 */
fields: Array<OfficeField>, 
/**
 * Lines of the evidence catalogue.
 */
evidence: number, 
/**
 * Most bonus points.
 */
bonus: string, 
/**
 * Most points deductions take off.
 */
deductions: string, 
/**
 * Number of vetoes.
 */
vetoes: number, 
/**
 * Seats of a panel.
 */
seats: number, 
/**
 * Reserves.
 */
reserves: number, };

export type OfficeSchemeChoice = { 
/**
 * Offered file.
 */
file: string | null, 
/**
 * Name of a scheme that comes with the program.
 */
shipped: string | null, };

export type OfficeSchemeFault = { 
/**
 * Line, from 1.
 */
line: number, 
/**
 * Column, from 1.
 */
column: number, 
/**
 * What it is about.
 */
subject: string, 
/**
 * What is wrong.
 */
said: TextView, 
/**
 * The line as it stands in the file.
 */
text: string, };

export type OfficeSchemeView = { 
/**
 * Name of the file.
 */
name: string, 
/**
 * What is wrong, in the order of the file.
 */
faults: Array<OfficeSchemeFault>, 
/**
 * What it amounts to; absent while something is wrong.
 */
scheme: OfficeScheme | null, };

export type OfficeSchemes = { 
/**
 * Name and title.
 */
shipped: Array<NamedView>, };

export type OfficeShare = { 
/**
 * Its holder.
 */
holder: string, 
/**
 * The twelve characters of the holder's card.
 */
words: string, 
/**
 * Name of the file.
 */
name: string, };

export type OfficeStick = { 
/**
 * Files of the package that were copied and compared.
 */
files: number, 
/**
 * Tickets written beside them.
 */
tickets: number, 
/**
 * Why not.
 */
refused: NoticeView | null, };

export type OfficeSticks = { 
/**
 * Offered package file.
 */
package: string, 
/**
 * Offered folders.
 */
sticks: Array<string>, };

export type OfficeSticksDone = { 
/**
 * What became of each, in their order.
 */
rows: Array<OfficeStick>, };

export type OfficeSupersede = { 
/**
 * Offered folder.
 */
folder: string, 
/**
 * Whether it is made though nothing changed, because no copy is left.
 */
lost: boolean, };

export type OfficeTable = { 
/**
 * Offered table.
 */
table: string, 
/**
 * Offered folder of the round.
 */
folder: string, };

export type OfficeTableTaken = { 
/**
 * Wrong cells; nothing was written when there are any.
 */
faults: Array<OfficeFault>, 
/**
 * Applications written.
 */
applications: number, 
/**
 * Evidence items found for them.
 */
items: number, };

export type OfficeTakenIn = { 
/**
 * Faults of the folder; nothing was taken in when there are any.
 */
faults: Array<OfficeFault>, 
/**
 * Applications taken in or changed.
 */
applications: number, 
/**
 * Evidence items listed.
 */
items: number, 
/**
 * Whether a package is out that does not have the change yet.
 */
outdated: boolean, 
/**
 * Files that cannot be packed: their units are asked for others.
 */
not_packable: Array<OfficeFault>, };

export type OfficeTicket = { 
/**
 * The ticket.
 */
ticket: string, 
/**
 * Its number in force.
 */
seq: number, 
/**
 * Its holder.
 */
holder: string, 
/**
 * `expert`, `panel`, `visit` or `observer`.
 */
kind: string, 
/**
 * How many applications it names.
 */
applications: number, 
/**
 * When, how and by whom it was handed out.
 */
handed_out: OfficeHanded | null, 
/**
 * When its holder said that it came.
 */
acknowledged: OfficeHanded | null, 
/**
 * When stick and papers came back.
 */
returned: OfficeHanded | null, 
/**
 * Bundles that came in.
 */
bundles: number, 
/**
 * Receipts signed.
 */
receipts: number, 
/**
 * When it was revoked.
 */
revoked: string | null, 
/**
 * Days until it is due; negative when it is over.
 */
days_left: number, };

export type OfficeTicketFile = { 
/**
 * The ticket.
 */
ticket: string, 
/**
 * Its number.
 */
seq: number, 
/**
 * Its holder.
 */
holder: string, 
/**
 * `expert`, `panel`, `visit` or `observer`.
 */
kind: string, 
/**
 * How many applications are assigned under it.
 */
applications: number, 
/**
 * Name of the file.
 */
name: string, };

export type OfficeTickets = { 
/**
 * The tickets.
 */
tickets: Array<OfficeTicketFile>, };

export type OfficeTie = { 
/**
 * Name, credit code or unit code.
 */
organisation: string, 
/**
 * Last year of it; absent while it lasts.
 */
until: number | null, };

export type OfficeTried = { 
/**
 * What of it is not allowed.
 */
faults: Array<OfficeFault>, 
/**
 * The composite; absent when it is not decidable.
 */
composite: string | null, 
/**
 * `ranked`, `vetoed`, `below-threshold` or `not-decidable`.
 */
status: string, 
/**
 * Grade, if it has one.
 */
grade: string | null, 
/**
 * What each leaf comes to.
 */
leaves: Array<OfficeTriedLeaf>, };

export type OfficeTriedLeaf = { 
/**
 * The leaf.
 */
indicator: string, 
/**
 * `scored`, `not-applicable` or `undecided`.
 */
state: string, 
/**
 * The mark, or the value of the formula.
 */
mark: string | null, 
/**
 * Its points.
 */
points: string | null, };

export type OfficeTry = { 
/**
 * The scheme.
 */
scheme: OfficeSchemeChoice, 
/**
 * Its type.
 */
enterprise_type: string, 
/**
 * Declared values by field key.
 */
fields: Array<[string, string]>, 
/**
 * Marks and options by leaf.
 */
marks: Array<[string, string]>, };

export type OfficeUnit = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Most applications it may recommend.
 */
quota: number, 
/**
 * How many it recommends.
 */
found: number, };

export type OfficeUnitTyped = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Most applications it may recommend.
 */
quota: number, };

export type OpenDocument = { 
/**
 * Application.
 */
application: string, 
/**
 * Document (digest of the file).
 */
document: string, };

export type OpinionFieldView = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Who reads it: `province`, `panel`, `visit`.
 */
readers: Array<string>, 
/**
 * Whether it is required.
 */
required: boolean, 
/**
 * Text.
 */
text: string, };

export type OpinionMaterial = { 
/**
 * Leaf.
 */
indicator: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Mark.
 */
judgement: JudgementView | null, 
/**
 * Comment.
 */
comment: string, 
/**
 * Citations as shown: `E02 p.9 «…»`.
 */
citations: Array<string>, };

export type OpinionView = { 
/**
 * Application.
 */
application: string, 
/**
 * Fields.
 */
fields: Array<OpinionFieldView>, 
/**
 * Recommendations to choose from.
 */
recommendations: Array<NamedView>, 
/**
 * The one chosen.
 */
recommendation: string | null, 
/**
 * Own leaf comments and citations to start from.
 */
material: Array<OpinionMaterial>, 
/**
 * Own phrases kept on this machine.
 */
phrases: Array<string>, 
/**
 * Whether it is sealed.
 */
sealed: boolean, };

export type OutlineRow = { 
/**
 * Depth, from 0.
 */
depth: number, 
/**
 * Title.
 */
title: string, 
/**
 * Page, from 1.
 */
page: number | null, };

export type OwnMark = { 
/**
 * Application.
 */
application: string, 
/**
 * Place in the reading order.
 */
number: number, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Judgement.
 */
judgement: JudgementView, 
/**
 * First citation of it.
 */
citation: string | null, 
/**
 * When it was made.
 */
at: string, };

export type PageLayer = { 
/**
 * Page.
 */
page: number, 
/**
 * Whether it is a scan: no text, or only a picture.
 */
scan: boolean, 
/**
 * Box of what is on the page, to fit it.
 */
block: [number, number, number, number], 
/**
 * Text in reading order.
 */
runs: Array<TextRun>, 
/**
 * Links inside the document.
 */
links: Array<PageLink>, };

export type PageLink = { 
/**
 * Box.
 */
area: [number, number, number, number], 
/**
 * Page it leads to.
 */
page: number, };

export type PagesSeen = { 
/**
 * Application.
 */
application: string, 
/**
 * Document.
 */
document: string, 
/**
 * Pages of the file.
 */
pages: Array<number>, };

export type PanelAddHolder = { 
/**
 * An identity on this machine.
 */
identity: string | null, 
/**
 * Or an offered folder with the holder's store.
 */
folder: string | null, 
/**
 * The holder's passphrase.
 */
passphrase: string, };

export type PanelAgree = { 
/**
 * Application.
 */
application: string, 
/**
 * Leaf.
 */
indicator: string, 
/**
 * Whose mark it replaces; the aggregate when absent.
 */
ticket: string | null, 
/**
 * The mark; absent to take an earlier one back.
 */
judgement: JudgementView | null, 
/**
 * One of the four grounds.
 */
ground: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Who keyed it.
 */
by: Array<string>, 
/**
 * On which ground a decided list changes.
 */
correction: PanelGround | null, };

export type PanelAgreed = { 
/**
 * The mark; empty when an earlier one was taken back.
 */
value: string, 
/**
 * Ground.
 */
ground: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Who keyed it.
 */
by: string, 
/**
 * When.
 */
at: string, };

export type PanelApplication = { 
/**
 * Application.
 */
application: string, 
/**
 * Its line of the results.
 */
row: PanelResultRow, 
/**
 * Who was asked, with what became of it.
 */
experts: Array<PanelExpert>, 
/**
 * The tree, depth first.
 */
nodes: Array<PanelNode>, 
/**
 * Declared, decided and verified values.
 */
values: Array<PanelValue>, 
/**
 * Bonus, deduction and veto items that were looked at.
 */
items: Array<PanelItem>, 
/**
 * Opinions.
 */
opinions: Array<PanelOpinionView>, 
/**
 * Evidence in catalogue order.
 */
evidence: Array<EvidenceView>, };

export type PanelArrival = { 
/**
 * Its number.
 */
number: number, 
/**
 * The bundle.
 */
bundle: string, 
/**
 * Whose: the number among the experts or teams; names stay unknown.
 */
who: PanelWho, 
/**
 * Its number under the ticket.
 */
seq: number, 
/**
 * What it is known by, as twelve characters.
 */
words: Array<string>, 
/**
 * The same as digits.
 */
label: string, 
/**
 * Whether it came after the opening.
 */
late: boolean, 
/**
 * `closed`, `accepted`, `superseded`, `replaced`, `duplicate`, `held` or `unreadable`.
 */
state: string, 
/**
 * Why it is held.
 */
reasons: Array<TextView>, 
/**
 * Applications it counts for.
 */
counts_for: number, 
/**
 * When it came.
 */
at: string, 
/**
 * The ruling about it, if there is one.
 */
ruling: PanelRuling | null, };

export type PanelArrived = { 
/**
 * How many are new.
 */
new: number, 
/**
 * How many were here already.
 */
duplicates: number, 
/**
 * How many of the new ones came after the opening.
 */
late: number, 
/**
 * What was refused.
 */
refused: Array<PanelRefusedFile>, };

export type PanelBacking = { 
/**
 * Who.
 */
who: PanelWho, 
/**
 * Why.
 */
reason: string, 
/**
 * Where it can be read.
 */
citations: Array<PanelCitation>, };

export type PanelCard = { 
/**
 * Whose ticket.
 */
who: PanelWho, 
/**
 * Twelve characters.
 */
words: Array<string>, 
/**
 * Hexadecimal.
 */
hex: string, 
/**
 * Whether it was compared.
 */
confirmed: boolean, };

export type PanelCeremony = { 
/**
 * Shares it takes; 0 before one is here.
 */
needed: number, 
/**
 * Shares there are.
 */
of: number, 
/**
 * Shares that are here.
 */
shares: Array<PanelShareRow>, 
/**
 * Who has unlocked, the chair first.
 */
present: Array<string>, 
/**
 * How many shares those present open.
 */
opened: number, 
/**
 * What was no share of this round.
 */
others: Array<string>, };

export type PanelChange = { 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Before.
 */
before: PanelPlace, 
/**
 * Now.
 */
after: PanelPlace, };

export type PanelChanges = { 
/**
 * When it looked.
 */
since: string, 
/**
 * What changed.
 */
rows: Array<PanelChange>, };

export type PanelCitation = { 
/**
 * What it is found by among the citations of the open document.
 */
citation: string, 
/**
 * Evidence code.
 */
evidence: string, 
/**
 * Document.
 */
document: string, 
/**
 * Page of the file.
 */
page: number, 
/**
 * The words, as cited.
 */
quote: string, };

export type PanelClaim = { 
/**
 * Its digest.
 */
seal: string, 
/**
 * As twelve characters.
 */
words: Array<string>, 
/**
 * When it was sealed; absent when only a successor speaks of it.
 */
at: string | null, };

export type PanelColumn = { 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Experts whose review counts.
 */
counts: number, 
/**
 * Experts who were asked; those who recused themselves are not.
 */
asked: number, };

export type PanelConfirmCard = { 
/**
 * Ticket.
 */
ticket: string, 
/**
 * The fingerprint as it was read out.
 */
fingerprint: string, 
/**
 * Who compared it.
 */
by: Array<string>, 
/**
 * On which ground a decided list changes.
 */
correction: PanelGround | null, };

export type PanelConflict = { 
/**
 * Whose.
 */
who: PanelWho, 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Number of the seal they claim.
 */
seal: number, 
/**
 * `equivocation` or `fork`.
 */
kind: string, 
/**
 * The earlier seal that both continue, where it is here.
 */
base: PanelClaim | null, 
/**
 * The seals.
 */
claims: Array<PanelClaim>, 
/**
 * What they say differently: the first two that are here.
 */
differences: Array<PanelDifference>, };

export type PanelCorrection = { 
/**
 * Ground.
 */
ground: string, 
/**
 * In words.
 */
note: string, 
/**
 * Who.
 */
by: string, 
/**
 * When.
 */
at: string, 
/**
 * Applications whose place or composite changed.
 */
applications: Array<string>, };

export type PanelDecide = { 
/**
 * The panel's opinion.
 */
opinion: string, 
/**
 * Minority opinions.
 */
minority: Array<PanelMinority>, 
/**
 * The passphrase of the chair, asked again.
 */
passphrase: string, };

export type PanelDecideFact = { 
/**
 * Application.
 */
application: string, 
/**
 * The fact as written.
 */
fact: string, 
/**
 * The value; absent for *as declared*.
 */
value: string | null, 
/**
 * Why.
 */
reason: string, 
/**
 * Who decided.
 */
by: Array<string>, 
/**
 * On which ground a decided list changes.
 */
correction: PanelGround | null, };

export type PanelDecision = { 
/**
 * Its number.
 */
number: number, 
/**
 * `fact`, `late`, `held`, `divergence`, `consensus`, `vote`, `opinion`, `correction`, `other`.
 */
kind: string, 
/**
 * Application.
 */
application: string | null, 
/**
 * What about.
 */
subject: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Who.
 */
by: string, 
/**
 * When.
 */
at: string, };

export type PanelDecisions = { 
/**
 * Oldest first.
 */
rows: Array<PanelDecision>, };

export type PanelDifference = { 
/**
 * What it is about.
 */
about: TextView, 
/**
 * What the earlier seal said; empty where nothing.
 */
base: string, 
/**
 * What the one says; empty where nothing.
 */
one: string, 
/**
 * What the other says.
 */
other: string, };

export type PanelDivergence = { 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Leaf; absent for the judged total.
 */
indicator: string | null, 
/**
 * Its name, or the words for the total.
 */
name: TextView, 
/**
 * Who.
 */
who: PanelWho, 
/**
 * The mark.
 */
mark: string, 
/**
 * The panel's mean.
 */
mean: string, 
/**
 * How many values make the mean.
 */
valid: number, 
/**
 * Deviation in percent.
 */
percent: string | null, 
/**
 * Place as it is.
 */
place: number | null, 
/**
 * Place without the mark.
 */
place_without: number | null, 
/**
 * Composite without the mark.
 */
composite_without: string | null, 
/**
 * The explanation on record.
 */
explanation: string | null, };

export type PanelDivergences = { 
/**
 * By effect on the place.
 */
rows: Array<PanelDivergence>, };

export type PanelEffect = { 
/**
 * What held before.
 */
value_before: string | null, 
/**
 * What holds now.
 */
value_after: string | null, 
/**
 * Before.
 */
before: PanelPlace, 
/**
 * After.
 */
after: PanelPlace, };

export type PanelExpert = { 
/**
 * Who.
 */
who: PanelWho, 
/**
 * As in the grid.
 */
state: string, 
/**
 * Total over the whole tree, where the marks are complete.
 */
total: string | null, 
/**
 * Whether the aggregation left it out.
 */
dropped: boolean, 
/**
 * Whether the judged total diverges.
 */
diverges: boolean, };

export type PanelExplain = { 
/**
 * Application.
 */
application: string, 
/**
 * Leaf; absent for the judged total.
 */
indicator: string | null, 
/**
 * Ticket.
 */
ticket: string, 
/**
 * The explanation.
 */
text: string, 
/**
 * On which ground a decided list changes.
 */
correction: PanelGround | null, };

export type PanelFact = { 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * The fact as written.
 */
fact: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Unit.
 */
unit: string, 
/**
 * What holds now.
 */
now: string | null, 
/**
 * Where that comes from.
 */
from: TextView, 
/**
 * What the application says, where something else holds.
 */
declared: string | null, 
/**
 * Options, where it is a choice or the type.
 */
options: Array<PanelName>, 
/**
 * Proposed values, the most supported first.
 */
proposals: Array<PanelProposal>, 
/**
 * Whether the panel has decided.
 */
decided: boolean, 
/**
 * Why.
 */
reason: string | null, 
/**
 * When.
 */
decided_at: string | null, };

export type PanelFacts = { 
/**
 * Facts that experts want otherwise.
 */
facts: Array<PanelFact>, 
/**
 * Facts that a visit has verified: application, enterprise, fact, declared, verified.
 */
visited: Array<PanelVisited>, };

export type PanelFedBack = { 
/**
 * Papers written, one for each unit.
 */
files: number, 
/**
 * Opinions that were held back, as they speak of what the unit may not read.
 */
held_back: number, };

export type PanelFiles = { 
/**
 * Offered files or folders.
 */
files: Array<string>, 
/**
 * On which ground a decided list changes.
 */
correction: PanelGround | null, };

export type PanelGridRow = { 
/**
 * Whose.
 */
who: PanelWho, 
/**
 * Whether it was revoked.
 */
revoked: boolean, 
/**
 * Bundles that came under it.
 */
bundles: number, 
/**
 * Column and state: `counts`, `withdrawn`, `recused`, `replaced`, `conflicting`, `held`,
 * `not_done` or `not_handed_in`.
 */
cells: Array<[number, string]>, };

export type PanelGround = { 
/**
 * `arithmetic`, `out_of_range`, `members_differ` or `unreasonable`.
 */
ground: string, 
/**
 * In words.
 */
note: string, };

export type PanelImportReport = { 
/**
 * Title of the round.
 */
round: TextView, 
/**
 * Who signed.
 */
signed_by: string, 
/**
 * Applications.
 */
applications: number, 
/**
 * Number of the register.
 */
register: number, 
/**
 * Experts' tickets.
 */
experts: number, 
/**
 * Visit teams' tickets.
 */
visits: number, };

export type PanelItem = { 
/**
 * Code.
 */
indicator: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * `bonus`, `deduction` or `veto`.
 */
kind: string, 
/**
 * How often; absent while undecided.
 */
count: string | null, 
/**
 * Points.
 */
points: string, };

export type PanelKit = { 
/**
 * Offered file: the card of the team.
 */
card: string, 
/**
 * Applications; all of the team's when empty.
 */
applications: Array<string>, 
/**
 * Claims drawn for each.
 */
sample: number, 
/**
 * Who typed which digits.
 */
typed: Array<[string, string]>, 
/**
 * Offered folder that the kit is written to.
 */
into: string, };

export type PanelKitMade = { 
/**
 * The team.
 */
team: string, 
/**
 * Lines in all.
 */
lines: number, 
/**
 * Seed, as twelve characters.
 */
seed: Array<string>, 
/**
 * Name of the file.
 */
name: string, };

export type PanelLeaf = { 
/**
 * Where its points come from, in words.
 */
source: TextView, 
/**
 * Whether experts mark it.
 */
marked: boolean, 
/**
 * Valid marks.
 */
valid: number, 
/**
 * Everyone who was asked.
 */
asked: number, 
/**
 * The aggregated mark, or the value of the formula, or the option.
 */
mark: string | null, 
/**
 * Least and greatest mark of the scale.
 */
scale: [string, string] | null, 
/**
 * Marks, by expert.
 */
marks: Array<PanelMark>, 
/**
 * The mark the panel has agreed on.
 */
agreed: PanelAgreed | null, };

export type PanelList = { 
/**
 * The opinion; absent before the first decision.
 */
opinion: string | null, 
/**
 * Minority opinions.
 */
minority: Array<PanelMinority>, 
/**
 * Who decided.
 */
by: string, 
/**
 * When.
 */
at: string | null, 
/**
 * Digest of the result it stands on.
 */
results: Array<string>, 
/**
 * Whether something was corrected since.
 */
corrected: boolean, 
/**
 * The proposed list in order of places: application, enterprise.
 */
proposed: Array<[string, string]>, 
/**
 * Facts and items nobody has decided.
 */
undecided: number, 
/**
 * Seats a tie leaves open.
 */
open_seats: number, };

export type PanelLog = { 
/**
 * Digest of its head as twelve characters.
 */
head: Array<string>, 
/**
 * Oldest first.
 */
entries: Array<PanelLogEntry>, };

export type PanelLogEntry = { 
/**
 * Its number.
 */
number: number, 
/**
 * When.
 */
at: string, 
/**
 * What.
 */
kind: string, 
/**
 * About what: ids and digests.
 */
subjects: Array<string>, };

export type PanelMark = { 
/**
 * Who.
 */
who: PanelWho, 
/**
 * The mark as a number, where it is one.
 */
value: string | null, 
/**
 * The mark in words.
 */
text: TextView, 
/**
 * Whether the aggregation left it out.
 */
dropped: boolean, 
/**
 * Whether it diverges.
 */
diverges: boolean, 
/**
 * The mark that was agreed for this expert, on top of the sealed one.
 */
agreed: PanelAgreed | null, 
/**
 * Comment.
 */
comment: string, 
/**
 * Citations.
 */
citations: Array<PanelCitation>, };

export type PanelMinority = { 
/**
 * What it says.
 */
text: string, 
/**
 * Whose it is.
 */
by: string, };

export type PanelName = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: TextView, };

export type PanelNameSeal = { 
/**
 * Ticket.
 */
ticket: string, 
/**
 * Application.
 */
application: string, 
/**
 * The seal the expert has named.
 */
seal: string, 
/**
 * Why it is known.
 */
reason: string, 
/**
 * On which ground a decided list changes.
 */
correction: PanelGround | null, };

export type PanelNode = { 
/**
 * Code.
 */
indicator: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Depth, from 0.
 */
depth: number, 
/**
 * Points at most.
 */
most: string, 
/**
 * Points reached; absent where it does not apply or is open.
 */
points: string | null, 
/**
 * `scored`, `not_applicable` or `undecided`.
 */
state: string, 
/**
 * What is particular to a leaf.
 */
leaf: PanelLeaf | null, };

export type PanelOpened = { 
/**
 * Who brought a share.
 */
present: Array<string>, 
/**
 * Digest of the frozen list.
 */
list: Array<string>, 
/**
 * Bundles on the list.
 */
listed: number, 
/**
 * Bundles opened now.
 */
opened: number, 
/**
 * Reviews they brought.
 */
reviews: number, 
/**
 * Visit records they brought.
 */
visits: number, 
/**
 * Whether any of them came after the list was frozen.
 */
late: boolean, 
/**
 * Bundles that could not be opened.
 */
refused: Array<PanelRefusedFile>, };

export type PanelOpinionView = { 
/**
 * Who.
 */
who: PanelWho, 
/**
 * Recommendation.
 */
recommendation: TextView | null, 
/**
 * Name of the field and text; empty ones are left out.
 */
fields: Array<[TextView, string]>, };

export type PanelPlace = { 
/**
 * Place; absent unless ranked.
 */
place: number | null, 
/**
 * Published composite.
 */
composite: string | null, };

export type PanelProposal = { 
/**
 * The value.
 */
value: string, 
/**
 * Who proposes it, why, and what they cite.
 */
by: Array<PanelBacking>, };

export type PanelRefusedFile = { 
/**
 * Name of the file or bundle.
 */
name: string, 
/**
 * Why.
 */
notice: NoticeView, };

export type PanelRehearsed = { 
/**
 * Shares that were opened.
 */
shares: number, 
/**
 * Shares that are needed.
 */
needed: number, 
/**
 * Shares that there are.
 */
of: number, 
/**
 * Who opened one.
 */
present: Array<string>, };

export type PanelResultRow = { 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Code of its type.
 */
kind: string, 
/**
 * Code of its unit.
 */
unit: string, 
/**
 * Place among all; absent unless ranked.
 */
place: number | null, 
/**
 * Place among those of its type.
 */
place_in_kind: number | null, 
/**
 * Place among those of its unit.
 */
place_in_unit: number | null, 
/**
 * Published composite.
 */
composite: string | null, 
/**
 * The composite under the other method, where its own differs from the rest.
 */
other_method: TextView | null, 
/**
 * Totals of the experts, least first: what the strip draws.
 */
totals: Array<string>, 
/**
 * Difference of the greatest and the least.
 */
range: string | null, 
/**
 * Standard deviation.
 */
deviation: string | null, 
/**
 * Grade.
 */
grade: TextView | null, 
/**
 * `ranked`, `vetoed`, `below_threshold` or `not_decidable`.
 */
status: string, 
/**
 * The same in words.
 */
status_text: TextView, 
/**
 * Why it is not ranked.
 */
reasons: Array<TextView>, 
/**
 * Experts who count.
 */
valid: number, 
/**
 * Experts who were asked.
 */
asked: number, 
/**
 * Experts who recused themselves.
 */
recused: number, 
/**
 * Experts who handed in nothing.
 */
absent: number, 
/**
 * Bonus points.
 */
bonus: string, 
/**
 * Deducted points.
 */
deductions: string, 
/**
 * What put it behind the one before it.
 */
decided_by: TextView | null, 
/**
 * Whether it is proposed.
 */
proposed: boolean, 
/**
 * By which rule, or why not.
 */
fate: TextView | null, 
/**
 * What the reader has to know.
 */
notes: Array<TextView>, };

export type PanelResults = { 
/**
 * Version of the method.
 */
method: string, 
/**
 * Scheme and version.
 */
scheme: string, 
/**
 * Every application: ranked ones in order of places, then the others.
 */
rows: Array<PanelResultRow>, 
/**
 * Whether the scheme has a rule for a proposed list.
 */
selects: boolean, 
/**
 * Row after which the cut line is drawn, from 0.
 */
cut: number | null, 
/**
 * Applications that share a place after every criterion.
 */
ties: Array<Array<string>>, 
/**
 * Seats that a tie leaves open.
 */
open_seats: number, 
/**
 * What was changed after the panel had decided.
 */
corrections: Array<PanelCorrection>, 
/**
 * What changed since the panel looked last; absent when it never did.
 */
changes: PanelChanges | null, };

export type PanelRound = { 
/**
 * Title of the round.
 */
title: TextView, 
/**
 * Zone in which instants are shown.
 */
time_zone: string, 
/**
 * Number of the register.
 */
register: number, 
/**
 * Applications.
 */
applications: number, 
/**
 * Experts' tickets that are in force.
 */
experts: number, 
/**
 * Bundles that arrived.
 */
arrivals: number, 
/**
 * Bundles that wait for somebody's word.
 */
held: number, 
/**
 * When the bundles were opened.
 */
opened: string | null, 
/**
 * Facts nobody has decided.
 */
open_facts: number, 
/**
 * Divergences nobody has explained.
 */
unexplained: number, 
/**
 * Ties a vote would decide.
 */
ties: number, 
/**
 * When the list was decided last.
 */
decided: string | null, 
/**
 * Whether something was corrected since.
 */
corrected: boolean, 
/**
 * Recommending units.
 */
units: Array<PanelName>, 
/**
 * Enterprise types.
 */
kinds: Array<PanelName>, 
/**
 * Leaves, in the order of the scheme.
 */
leaves: Array<PanelName>, };

export type PanelRule = { 
/**
 * The label of the bundle.
 */
label: string, 
/**
 * Why.
 */
reason: string, 
/**
 * On which ground a decided list changes.
 */
correction: PanelGround | null, };

export type PanelRuling = { 
/**
 * Whether it is kept out.
 */
refused: boolean, 
/**
 * Why.
 */
reason: string, 
/**
 * Who decided.
 */
by: string, 
/**
 * When.
 */
at: string, };

export type PanelShareRow = { 
/**
 * Its number.
 */
index: number, 
/**
 * Who opens it, where they are present.
 */
holder: string | null, };

export type PanelShares = { 
/**
 * Offered files or folders.
 */
files: Array<string>, };

export type PanelState = { 
/**
 * The words of a note; absent for a signature under the list.
 */
words: string | null, 
/**
 * An identity on this machine; oneself when neither is given.
 */
identity: string | null, 
/**
 * Or an offered folder with the person's store.
 */
folder: string | null, 
/**
 * The person's passphrase.
 */
passphrase: string, 
/**
 * Offered folder that the file is written to.
 */
into: string, };

export type PanelStatement = { 
/**
 * Name on the card.
 */
name: string, 
/**
 * Unit on the card.
 */
unit: string, 
/**
 * Fingerprint of the card, as twelve characters.
 */
card: Array<string>, 
/**
 * Entries of the log that a note is about.
 */
entries: number | null, 
/**
 * The words.
 */
words: string, 
/**
 * When it was signed.
 */
at: string, };

export type PanelStatements = { 
/**
 * Notes on the record.
 */
notes: Array<PanelStatement>, 
/**
 * What is signed, as twelve characters; empty before the panel has decided.
 */
decision: Array<string>, 
/**
 * Signatures under it.
 */
signed: Array<PanelStatement>, 
/**
 * Experts who have not signed.
 */
missing: Array<PanelWho>, 
/**
 * Whether the chair has.
 */
chair_signed: boolean, 
/**
 * Name of the file that was just written.
 */
written: string | null, };

export type PanelStatusView = { 
/**
 * When the list was frozen.
 */
opened: string | null, 
/**
 * Digest of the frozen list as twelve characters; empty before.
 */
list: Array<string>, 
/**
 * Who brought a share.
 */
present: Array<string>, 
/**
 * Arrivals, by number.
 */
arrivals: Array<PanelArrival>, 
/**
 * Applications of the grid.
 */
columns: Array<PanelColumn>, 
/**
 * Tickets of the grid.
 */
rows: Array<PanelGridRow>, 
/**
 * Seals that contradict each other.
 */
conflicts: Array<PanelConflict>, 
/**
 * Cards that came with bundles.
 */
cards: Array<PanelCard>, };

export type PanelStep = { 
/**
 * What it is.
 */
label: TextView, 
/**
 * How it follows.
 */
how: TextView, 
/**
 * Its value.
 */
value: TextView, 
/**
 * What it follows from.
 */
children: Array<PanelStep>, };

export type PanelTakeStatements = { 
/**
 * Offered files.
 */
files: Array<string>, };

export type PanelValue = { 
/**
 * The fact as written.
 */
fact: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Unit.
 */
unit: string, 
/**
 * What the application says, where something else holds.
 */
declared: string | null, 
/**
 * What holds.
 */
now: string, 
/**
 * Where that comes from, in words.
 */
from: TextView, };

export type PanelVisited = { 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Name of the fact.
 */
name: TextView, 
/**
 * Declared, with its unit or its name.
 */
declared: TextView | null, 
/**
 * Verified.
 */
verified: TextView, };

export type PanelVote = { 
/**
 * Applications, the preferred first.
 */
order: Array<string>, 
/**
 * What was asked and how many voted for what.
 */
reason: string, 
/**
 * Who voted; the chair alone when empty.
 */
by: Array<string>, 
/**
 * On which ground a decided list changes.
 */
correction: PanelGround | null, };

export type PanelWho = { 
/**
 * Ticket.
 */
ticket: string, 
/**
 * `expert` or `visit`.
 */
kind: string, 
/**
 * Number among those of the kind, from 1.
 */
number: number, };

export type PanelWritten = { 
/**
 * Files written.
 */
files: number, 
/**
 * Digest it is known by, as twelve characters.
 */
words: Array<string>, };

export type PassphraseTyped = { 
/**
 * As typed.
 */
passphrase: string, };

export type PhotoFile = { 
/**
 * Offered file.
 */
file: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its bytes.
 */
bytes: number, 
/**
 * When it was taken, where it says so.
 */
taken_at: string | null, 
/**
 * Whether it is here already.
 */
known: boolean, };

export type PhotoOf = { 
/**
 * Application.
 */
application: string, 
/**
 * Line.
 */
subject: string, 
/**
 * Photograph.
 */
photo: string, };

export type PhotosDone = { 
/**
 * The sheet.
 */
visit: VisitView, 
/**
 * Files it was done with.
 */
done: Array<string>, 
/**
 * Names of files that were refused, and why; the others were done.
 */
refused: Array<[string, NoticeView]>, };

export type PhotosFound = { 
/**
 * Photographs, the latest first.
 */
photos: Array<PhotoFile>, 
/**
 * How many other files there are.
 */
others: number, };

export type Pin = { 
/**
 * Four to eight digits.
 */
pin: string, };

export type PlaceView = { 
/**
 * Leaf.
 */
indicator: string | null, 
/**
 * Open documents in the order of their tabs.
 */
tabs: Array<string>, 
/**
 * Evidence item shown.
 */
evidence: string | null, 
/**
 * Page of the file.
 */
page: number, 
/**
 * What the UI wants remembered besides: fit, split, rotation; opaque JSON of the UI.
 */
layout: string, 
/**
 * When.
 */
at: string | null, };

export type Preferences = { 
/**
 * `zh-CN` or `en`.
 */
language: string, 
/**
 * `light`, `dark` or `system`.
 */
theme: string, 
/**
 * Text size in per cent, 100 to 175.
 */
text_size: number, 
/**
 * `white`, `warm` or `green`.
 */
tint: string, 
/**
 * Minutes until the program locks; 0 never.
 */
idle_minutes: number, 
/**
 * Whether passphrases show while typed.
 */
show_passphrases: boolean, 
/**
 * Sizes of panes and the like: opaque JSON of the UI.
 */
layout: string, };

export type ProgressLine = { 
/**
 * Leaves marked.
 */
marked: number, 
/**
 * Leaves asked.
 */
asked: number, 
/**
 * Things missing.
 */
missing: number, };

export type ProgressView = { 
/**
 * Message key of the task.
 */
task: string | null, 
/**
 * Units done.
 */
done: number, 
/**
 * Units in all.
 */
total: number, 
/**
 * `bytes` or `items`.
 */
unit: string, };

export type ProposalView = { 
/**
 * The fact as written: `F16`, `F16_1`, `choice:C2.2`, `type`, `item:J1`.
 */
fact: string, 
/**
 * Name of the fact.
 */
name: TextView, 
/**
 * Value declared.
 */
declared: string | null, 
/**
 * Value proposed.
 */
value: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Citations.
 */
citations: Array<string>, };

export type Propose = { 
/**
 * Application.
 */
application: string, 
/**
 * The fact as written.
 */
fact: string, 
/**
 * Value as typed.
 */
value: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Citations, at least one.
 */
citations: Array<string>, };

export type QrView = { 
/**
 * Modules per side, quiet zone included.
 */
side: number, 
/**
 * `d` of the path.
 */
path: string, };

export type RailLeaf = { 
/**
 * Code.
 */
indicator: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * The mark, if any.
 */
mark: MarkView | null, 
/**
 * Whether a comment is required and missing.
 */
needs_comment: boolean, 
/**
 * Loose ends: draft comment without a mark.
 */
has_draft: boolean, };

export type RailSection = { 
/**
 * Code.
 */
code: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Leaves.
 */
leaves: Array<RailLeaf>, };

export type ReadingView = { 
/**
 * Whether it goes on.
 */
running: boolean, 
/**
 * Documents that were read, or that cannot be.
 */
done: number, 
/**
 * Documents there are; 0 when nothing is read here.
 */
documents: number, 
/**
 * Pages read.
 */
pages: number, 
/**
 * Pages that search cannot find.
 */
pages_without_text: number, 
/**
 * Evidence that cannot be read, as application, item and reason.
 */
unreadable: Array<[string, string, string]>, 
/**
 * Code of what stopped it.
 */
fault: string | null, };

export type RecoveredView = { "kind": "work", 
/**
 * The last of it, if anything was saved.
 */
last: LastChangeView | null, } | { "kind": "import", 
/**
 * Bytes that are there.
 */
bytes: number, } | { "kind": "erased" };

export type RecoveryShown = { 
/**
 * Recovery code, shown once, in groups. The old one stays in force until this one is
 * confirmed.
 */
recovery_code: Array<string>, };

export type Recuse = { 
/**
 * Application.
 */
application: string, 
/**
 * Code of the ground.
 */
ground: string, };

export type RenewRecovery = { 
/**
 * The passphrase, asked again.
 */
passphrase: string, };

export type Restore = { 
/**
 * The kind of work the copy is of.
 */
workspace: Workspace, 
/**
 * Offered folder of the copy.
 */
folder: string, 
/**
 * Passphrase or recovery code.
 */
secret: string, 
/**
 * Whether it is the recovery code.
 */
is_recovery_code: boolean, };

export type RoundView = { 
/**
 * Title.
 */
title: TextView, 
/**
 * Time zone in which instants are shown, as an IANA name.
 */
time_zone: string, 
/**
 * Until when bundles are due.
 */
due: string, 
/**
 * Whole days until then; absent when the clock cannot be believed.
 */
days_left: number | null, 
/**
 * Whether the clock lies before the latest signed time.
 */
clock_doubtful: boolean, 
/**
 * When the pledge was signed.
 */
pledged_at: string | null, 
/**
 * Whether totals show before sealing.
 */
shows_totals: boolean, 
/**
 * Where the expert stopped last; nothing before anything was opened.
 */
last: LastPlace | null, };

export type SaveComment = { 
/**
 * Application.
 */
application: string, 
/**
 * Leaf.
 */
indicator: string, 
/**
 * Comment.
 */
comment: string, };

export type SaveFinding = { 
/**
 * Application.
 */
application: string, 
/**
 * What was verified.
 */
subject: string, 
/**
 * What was found.
 */
finding: VisitFinding, 
/**
 * Documents seen.
 */
seen: Array<VisitSeen>, };

export type SaveMark = { 
/**
 * Application.
 */
application: string, 
/**
 * Leaf.
 */
indicator: string, 
/**
 * Judgement.
 */
judgement: JudgementView | null, };

export type SaveNote = { 
/**
 * Application.
 */
application: string, 
/**
 * Leaf; absent for the note about the whole application.
 */
indicator: string | null, 
/**
 * Note.
 */
note: string, };

export type SaveOpinion = { 
/**
 * Application.
 */
application: string, 
/**
 * Field and text.
 */
field: [string, string] | null, 
/**
 * Recommendation; an empty one clears it.
 */
recommendation: string | null, };

export type SavePhrases = { 
/**
 * All phrases.
 */
phrases: Array<string>, };

export type SavePlace = { 
/**
 * Application.
 */
application: string, 
/**
 * Where.
 */
place: PlaceView, };

export type SaveStatement = { 
/**
 * Application.
 */
application: string, 
/**
 * What stands below the lines.
 */
statement: VisitStatement, };

export type Saved = { 
/**
 * When.
 */
at: string, 
/**
 * The leaf as it is now, when a leaf was changed.
 */
leaf: RailLeaf | null, 
/**
 * Progress of the application.
 */
progress: ProgressLine, 
/**
 * What can be undone next: `mark`, `comment`, `opinion` or `citation`.
 */
undo: string | null, 
/**
 * What can be redone next, as for `undo`.
 */
redo: string | null, };

export type ScoreSheet = { 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Rows of the whole tree, in order, depth first.
 */
rows: Array<SheetRow>, 
/**
 * Total so far; absent when the round hides totals before sealing.
 */
total: string | null, 
/**
 * Progress.
 */
progress: ProgressLine, };

export type Seal = { 
/**
 * Applications.
 */
applications: Array<string>, 
/**
 * Passphrase, asked for each sealing.
 */
passphrase: string, };

export type SealView = { 
/**
 * Application.
 */
application: string, 
/**
 * Number of the seal.
 */
seal: number, 
/**
 * Digest.
 */
digest: FingerprintView, };

export type SealVisit = { 
/**
 * Application.
 */
application: string, 
/**
 * Passphrase, asked for each sealing.
 */
passphrase: string, };

export type SealedView = { 
/**
 * Sealed reviews.
 */
sealed: Array<SealView>, };

export type Search = { 
/**
 * Words.
 */
words: string, 
/**
 * Within this application; everywhere when absent.
 */
application: string | null, 
/**
 * Within this document.
 */
document: string | null, 
/**
 * Most pages listed.
 */
most: number, };

export type SearchRow = { 
/**
 * Application.
 */
application: string, 
/**
 * Place in the reading order.
 */
number: number, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Evidence item.
 */
evidence: string | null, 
/**
 * Title of the item.
 */
title: string, 
/**
 * Document.
 */
document: string, 
/**
 * Page of the file.
 */
page: number, 
/**
 * Hits on the page.
 */
count: number, 
/**
 * What stands before, the words, what stands after.
 */
context: [string, string, string], };

export type SearchView = { 
/**
 * Pages with hits, in the order of the desk, grouped by application and item.
 */
hits: Array<SearchRow>, 
/**
 * Whether there are more.
 */
more: boolean, 
/**
 * Pages that could not be searched, and where.
 */
unsearchable: Array<UnsearchableRow>, 
/**
 * How many in all.
 */
unsearchable_pages: number, 
/**
 * Documents that were not read for search yet; what cannot be read is in the list above.
 */
unread: number, };

export type SheetRow = { 
/**
 * Indicator.
 */
indicator: string, 
/**
 * Name.
 */
name: TextView, 
/**
 * Depth, from 0.
 */
depth: number, 
/**
 * Points at most.
 */
points: string, 
/**
 * Points so far (own marks, computed leaves); absent where unmarked or hidden.
 */
reached: string | null, 
/**
 * How it is marked; absent for nodes and computed leaves.
 */
way: MarkingWay | null, 
/**
 * The mark.
 */
mark: MarkView | null, 
/**
 * Whether it is computed.
 */
computed: boolean, };

export type SignVisit = { 
/**
 * Application.
 */
application: string, 
/**
 * For whom.
 */
side: VisitSide, 
/**
 * Who.
 */
name: string, 
/**
 * The strokes; none for taking a signature away.
 */
strokes: Array<Array<[number, number]>>, };

export type Stage = "fresh" | "closed" | "locked" | "open" | "read_only" | "behind";

export type StartState = { 
/**
 * Where the program stands.
 */
stage: Stage, 
/**
 * The identities that are there.
 */
identities: Array<IdentityView>, 
/**
 * The one that is open or is to be unlocked.
 */
chosen: string | null, 
/**
 * Whether it is, or will be, opened for an observer.
 */
observing: boolean, 
/**
 * The kind of work that is open.
 */
workspace: Workspace | null, 
/**
 * Whether a PIN re-opens.
 */
has_pin: boolean, 
/**
 * How often the PIN may still be tried.
 */
pin_tries_left: number, 
/**
 * What was found and made good when the store was opened after a kill.
 */
recovered: Array<RecoveredView>, 
/**
 * When the last entry was made of a store that is behind its record.
 */
behind_since: string | null, 
/**
 * Who is unlocked.
 */
holder: Holder | null, 
/**
 * Files handed over by the system (double click, second start) that are for the work that
 * is open, not yet taken.
 */
handed_over: Array<OfferedFile>, 
/**
 * Names of files handed over that wait for another kind of work.
 */
for_others: Array<string>, };

export type Strength = { 
/**
 * 0 (guessed at once) to 4.
 */
score: number, 
/**
 * Whether it will be accepted.
 */
accepted: boolean, };

export type TextRun = { 
/**
 * Text.
 */
text: string, 
/**
 * Box.
 */
area: [number, number, number, number], 
/**
 * Where each character ends in the direction of reading, in points of the page: its right
 * edge, or its lower one when vertical.
 */
edges: Array<number>, 
/**
 * Whether it is written from top to bottom.
 */
vertical: boolean, 
/**
 * Index of the first character among those of the page.
 */
first: number, };

export type TextView = { 
/**
 * Simplified Chinese.
 */
zh: string, 
/**
 * English; empty when there is none.
 */
en: string, };

export type TicketFitView = { "kind": "fits", 
/**
 * Its id.
 */
ticket: string, 
/**
 * Its number: a later one takes the place of an earlier one.
 */
seq: number, } | { "kind": "other_package" } | { "kind": "not_mine" };

export type TicketOffer = { 
/**
 * The file.
 */
file: OfferedFile, 
/**
 * Whether it is meant.
 */
fit: TicketFitView, };

export type Undone = { 
/**
 * Application.
 */
application: string, 
/**
 * Leaf.
 */
indicator: string | null, 
/**
 * Opinion field.
 */
field: string | null, 
/**
 * As of every change.
 */
saved: Saved, };

export type Unlock = { 
/**
 * Passphrase, or the recovery code.
 */
secret: string, 
/**
 * Whether it is the recovery code.
 */
is_recovery_code: boolean, };

export type Unseal = { 
/**
 * Application.
 */
application: string, 
/**
 * Why.
 */
reason: string, };

export type UnsearchableRow = { 
/**
 * Application.
 */
application: string, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Evidence item.
 */
evidence: string | null, 
/**
 * Title.
 */
title: string, 
/**
 * Document.
 */
document: string, 
/**
 * Pages of the file; none when the document was not read at all.
 */
pages: Array<number>, };

export type VisitAttitude = { "kind": "agrees", 
/**
 * Who signs for it.
 */
signatory: string, } | { "kind": "objects", 
/**
 * Who signs for it.
 */
signatory: string, 
/**
 * What it objects to.
 */
statement: string, } | { "kind": "refused_to_sign", 
/**
 * Two who saw it.
 */
witnesses: [string, string], };

export type VisitConsider = { 
/**
 * Application.
 */
application: string, 
/**
 * What was verified.
 */
subject: string, 
/**
 * The value verified.
 */
verified: string | null, 
/**
 * What is to follow.
 */
treatment: VisitTreatment, };

export type VisitEffect = { 
/**
 * Difference from the declared number, in percent.
 */
difference_percent: string | null, 
/**
 * Leaves that look at the fact.
 */
leaves: Array<VisitLeafEffect>, };

export type VisitFaultView = { 
/**
 * Message key of the UI: `visit-fault-` and the fault.
 */
kind: string, 
/**
 * Line it is about.
 */
subject: string | null, };

export type VisitFiles = { 
/**
 * Application.
 */
application: string, 
/**
 * Offered files and folders.
 */
files: Array<string>, };

export type VisitFinding = { 
/**
 * The value verified, as the form has it.
 */
verified: string | null, 
/**
 * The verdict.
 */
verdict: VisitVerdict, 
/**
 * What is to follow.
 */
treatment: VisitTreatment, 
/**
 * The note.
 */
note: string, 
/**
 * Difference from the declared number, in percent; made by the program.
 */
difference_percent: string | null, };

export type VisitKit = { 
/**
 * Offered file.
 */
file: string, };

export type VisitLeafEffect = { 
/**
 * Leaf.
 */
indicator: string, 
/**
 * Its name.
 */
name: TextView, 
/**
 * Points at most.
 */
most: string, 
/**
 * As declared.
 */
before: string | null, 
/**
 * With the findings.
 */
after: string | null, };

export type VisitLineView = { 
/**
 * What is verified, as it is written: a fact, or `indicator:` and a leaf.
 */
subject: string, 
/**
 * Leaf it is on the sheet for; none for what the team added.
 */
indicator: string | null, 
/**
 * Name of the leaf.
 */
indicator_name: TextView, 
/**
 * Name of the field or leaf.
 */
name: TextView, 
/**
 * Year of the value; nothing where it has none.
 */
year: number | null, 
/**
 * Unit of the value.
 */
unit: string, 
/**
 * The value declared, as the form has it.
 */
declared: string | null, 
/**
 * How a value is given.
 */
way: VisitValueWay, 
/**
 * Evidence on the desk, each item at the page to open.
 */
evidence: Array<LeafEvidence>, 
/**
 * Documents seen on site.
 */
seen: Array<VisitSeen>, 
/**
 * Photographs.
 */
photos: Array<VisitPhoto>, 
/**
 * Why the panel's kit has it: `flagged`, `open_issue`, `sample`.
 */
reasons: Array<string>, 
/**
 * What was found.
 */
finding: VisitFinding | null, };

export type VisitList = { 
/**
 * In the order of the ticket.
 */
rows: Array<VisitRowView>, 
/**
 * Whether positions stay in photographs that are taken in.
 */
keeps_place: boolean, };

export type VisitPhoto = { 
/**
 * Digest of what is kept: its key in the page scheme.
 */
photo: string, 
/**
 * Digest of the camera's file, where a position was taken out.
 */
original: string | null, 
/**
 * When it was taken.
 */
taken_at: string, };

export type VisitRowView = { 
/**
 * Application.
 */
application: string, 
/**
 * Place in the order of the ticket.
 */
number: number, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Recommending unit.
 */
unit: string, 
/**
 * Lines on its sheet.
 */
lines: number, 
/**
 * Lines of which something was found.
 */
found: number, 
/**
 * Photographs.
 */
photos: number, 
/**
 * Whether the record is sealed.
 */
sealed: boolean, };

export type VisitSeen = { 
/**
 * Its number or title.
 */
title: string, 
/**
 * Page looked at.
 */
page: number | null, 
/**
 * The evidence item it is the original of.
 */
evidence: string | null, };

export type VisitShown = { 
/**
 * Title or number.
 */
title: string, 
/**
 * Who keeps it.
 */
kept_by: string, 
/**
 * What was seen in it.
 */
note: string, };

export type VisitSide = "team" | "enterprise" | "witness";

export type VisitSignature = { 
/**
 * For whom.
 */
side: VisitSide, 
/**
 * Who.
 */
name: string, 
/**
 * Points of each stroke, in ten-thousandths of the width of the field.
 */
strokes: Array<Array<[number, number]>>, 
/**
 * When; made by the program.
 */
at: string, };

export type VisitStatement = { 
/**
 * Members of the team who were there.
 */
members: Array<string>, 
/**
 * The team's conclusion.
 */
conclusion: string, 
/**
 * What the enterprise says to it.
 */
enterprise: VisitAttitude, 
/**
 * Whom the team spoke with.
 */
interviews: Array<VisitTalk>, 
/**
 * Documents shown besides those of a line.
 */
documents: Array<VisitShown>, };

export type VisitTalk = { 
/**
 * With whom.
 */
with: string, 
/**
 * What was asked and said.
 */
said: string, };

export type VisitTreatment = "keep" | "use_verified" | "count_zero" | "deduct" | "refer_to_veto";

export type VisitValueWay = { "kind": "number" } | { "kind": "options", "value": Array<NamedView> } | { "kind": "written" } | { "kind": "nothing" };

export type VisitVerdict = "consistent" | "mostly_consistent" | "inconsistent" | "unverifiable";

export type VisitView = { 
/**
 * Application.
 */
application: string, 
/**
 * The round.
 */
round: TextView, 
/**
 * Enterprise.
 */
enterprise: string, 
/**
 * Its credit code.
 */
credit_code: string, 
/**
 * Enterprise type.
 */
kind: TextView, 
/**
 * Recommending unit.
 */
unit: string, 
/**
 * Lines of the sheet.
 */
lines: Array<VisitLineView>, 
/**
 * What stands below them.
 */
statement: VisitStatement, 
/**
 * Signatures drawn that hold.
 */
signatures: Array<VisitSignature>, 
/**
 * Signatures that fell because the record was changed after they were drawn.
 */
fallen: number, 
/**
 * What the record lacks before it can be sealed.
 */
faults: Array<VisitFaultView>, 
/**
 * Leaves whose mark changes with what was found.
 */
changed: Array<VisitLeafEffect>, 
/**
 * Digest of the seal in force.
 */
sealed: FingerprintView | null, 
/**
 * Number of the last seal; 0 before the first.
 */
seal: number, };

export type WorkState = "untouched" | "open" | "complete" | "sealed" | "recused" | "withdrawn" | "practice";

export type Workspace = "expert" | "panel" | "visit" | "office";

export type WrittenFile = { 
/**
 * Name without folder.
 */
name: string, 
/**
 * Size in bytes.
 */
bytes: number, };

export interface Commands {
  start_state: { request: Nothing; response: StartState };
  choose_identity: { request: ChooseIdentity; response: StartState };
  progress: { request: Nothing; response: ProgressView };
  passphrase_strength: { request: PassphraseTyped; response: Strength };
  create_identity: { request: CreateIdentity; response: IdentityCreated };
  confirm_recovery: { request: ConfirmRecovery; response: Nothing };
  renew_recovery: { request: RenewRecovery; response: RecoveryShown };
  save_card: { request: IntoFolder; response: WrittenFile };
  save_recovery_sheet: { request: IntoFolder; response: WrittenFile };
  unlock: { request: Unlock; response: StartState };
  go_on_behind: { request: Nothing; response: StartState };
  unlock_with_pin: { request: Pin; response: StartState };
  set_pin: { request: Pin; response: Nothing };
  lock: { request: Nothing; response: Nothing };
  change_passphrase: { request: ChangePassphrase; response: Nothing };
  about: { request: Nothing; response: About };
  preferences: { request: Nothing; response: Preferences };
  save_preferences: { request: Preferences; response: Nothing };
  name_stick: { request: NameStick; response: CopyState };
  copy_state: { request: Nothing; response: CopyState };
  copy_now: { request: Nothing; response: CopyState };
  restore: { request: Restore; response: StartState };
  inspect_import: { request: InspectImport; response: ImportPreview };
  open_document: { request: OpenDocument; response: DocumentView };
  page_layer: { request: OfPage; response: PageLayer };
  find_on_page: { request: FindOnPage; response: FoundOnPage };
  import: { request: Import; response: ImportReport };
  reading: { request: Nothing; response: ReadingView };
  round: { request: Nothing; response: RoundView };
  conflicts: { request: Nothing; response: ConflictTable };
  recuse: { request: Recuse; response: ConflictTable };
  pledge: { request: Nothing; response: ConflictTable };
  applications: { request: Nothing; response: ApplicationList };
  check: { request: Nothing; response: CheckView };
  seal: { request: Seal; response: SealedView };
  unseal: { request: Unseal; response: Nothing };
  hand_ins: { request: Nothing; response: HandIns };
  hand_in: { request: HandIn; response: HandIns };
  export_bundle: { request: ExportBundle; response: BundleExported };
  print_sheets: { request: IntoFolder; response: BundleExported };
  load_receipt: { request: LoadReceipt; response: HandIns };
  open_application: { request: OfApplication; response: ApplicationView };
  leaf_card: { request: OfLeaf; response: LeafCard };
  save_mark: { request: SaveMark; response: Saved };
  save_comment: { request: SaveComment; response: Saved };
  save_note: { request: SaveNote; response: Saved };
  save_place: { request: SavePlace; response: Nothing };
  pages_seen: { request: PagesSeen; response: Nothing };
  undo: { request: Nothing; response: Undone };
  redo: { request: Nothing; response: Undone };
  fact_sheet: { request: OfApplication; response: FactSheetView };
  read_fact_sheet: { request: OfApplication; response: FactSheetView };
  propose: { request: Propose; response: FactSheetView };
  withdraw_proposal: { request: OfFact; response: FactSheetView };
  score_sheet: { request: OfApplication; response: ScoreSheet };
  across: { request: OfIndicator; response: AcrossView };
  opinion: { request: OfApplication; response: OpinionView };
  save_opinion: { request: SaveOpinion; response: Saved };
  save_phrases: { request: SavePhrases; response: Nothing };
  cite: { request: Cite; response: CitationView };
  citations: { request: OfApplication; response: CitationList };
  assign_citation: { request: AssignCitation; response: CitationView };
  remove_citation: { request: OfCitation; response: CitationList };
  search: { request: Search; response: SearchView };
  office_home: { request: Nothing; response: OfficeHome };
  office_schemes: { request: Nothing; response: OfficeSchemes };
  office_scheme: { request: OfficeSchemeChoice; response: OfficeSchemeView };
  office_try: { request: OfficeTry; response: OfficeTried };
  office_lay_out: { request: OfficeLayOut; response: OfficeLaidOut };
  office_new_round: { request: IntoFolder; response: OfficeTakenIn };
  office_revise: { request: IntoFolder; response: OfficeTakenIn };
  office_materials: { request: Nothing; response: OfficeMaterials };
  office_application: { request: OfficeOfApplication; response: OfficeApplicationView };
  office_check: { request: Nothing; response: OfficeCheck };
  office_form: { request: OfficeForm; response: WrittenFile };
  office_take_table: { request: OfficeTable; response: OfficeTableTaken };
  office_roster: { request: Nothing; response: OfficeRoster };
  office_take_cards: { request: OfficeCards; response: OfficeRoster };
  office_confirm: { request: OfficeConfirm; response: OfficeRoster };
  office_invite: { request: OfficeInvite; response: OfficeRoster };
  office_describe: { request: OfficeDescribe; response: OfficeRoster };
  office_make_committee: { request: OfficeCommittee; response: OfficeCommitteeMade };
  office_panel: { request: Nothing; response: OfficePanel };
  office_draw: { request: OfficeDraw; response: OfficePanel };
  office_assign: { request: Nothing; response: OfficePanel };
  office_plan: { request: Nothing; response: OfficePlan };
  office_pack: { request: OfficePack; response: OfficePacked };
  office_supersede: { request: OfficeSupersede; response: OfficePacked };
  office_sticks: { request: OfficeSticks; response: OfficeSticksDone };
  office_issue: { request: OfficeIssue; response: OfficeTickets };
  office_board: { request: Nothing; response: OfficeBoard };
  office_hand_out: { request: OfficeHandOut; response: OfficeBoard };
  office_receive: { request: OfficeReceive; response: OfficeReceived };
  office_replace: { request: OfficeReplace; response: OfficeTicketFile };
  office_look_at_card: { request: OfficeFile; response: OfficeAtDesk };
  office_check_in: { request: OfficeCheckIn; response: OfficeTicketFile };
  office_letters: { request: Nothing; response: OfficeLetters };
  office_letter: { request: OfficeLetterStep; response: Nothing };
  office_log: { request: Nothing; response: OfficeLog };
  panel_round: { request: Nothing; response: PanelRound };
  panel_import: { request: Import; response: PanelImportReport };
  panel_register: { request: PanelFiles; response: PanelRound };
  panel_status: { request: Nothing; response: PanelStatusView };
  panel_arrive: { request: PanelFiles; response: PanelArrived };
  panel_admit: { request: PanelRule; response: PanelStatusView };
  panel_keep_out: { request: PanelRule; response: PanelStatusView };
  panel_name_seal: { request: PanelNameSeal; response: PanelStatusView };
  panel_confirm_card: { request: PanelConfirmCard; response: PanelStatusView };
  panel_ceremony: { request: PanelShares; response: PanelCeremony };
  panel_add_holder: { request: PanelAddHolder; response: PanelCeremony };
  panel_clear_holders: { request: Nothing; response: PanelCeremony };
  panel_rehearse: { request: Nothing; response: PanelRehearsed };
  panel_open: { request: PanelFiles; response: PanelOpened };
  panel_results: { request: Nothing; response: PanelResults };
  panel_looked: { request: Nothing; response: PanelResults };
  panel_application: { request: OfApplication; response: PanelApplication };
  panel_derivation: { request: OfApplication; response: PanelStep };
  panel_facts: { request: Nothing; response: PanelFacts };
  panel_try_fact: { request: PanelDecideFact; response: PanelEffect };
  panel_decide_fact: { request: PanelDecideFact; response: PanelEffect };
  panel_divergences: { request: Nothing; response: PanelDivergences };
  panel_explain: { request: PanelExplain; response: PanelDivergences };
  panel_agree: { request: PanelAgree; response: PanelEffect };
  panel_vote: { request: PanelVote; response: PanelResults };
  panel_list: { request: Nothing; response: PanelList };
  panel_decide: { request: PanelDecide; response: PanelList };
  panel_decisions: { request: Nothing; response: PanelDecisions };
  panel_log: { request: Nothing; response: PanelLog };
  panel_statements: { request: Nothing; response: PanelStatements };
  panel_state: { request: PanelState; response: PanelStatements };
  panel_take_statements: { request: PanelTakeStatements; response: PanelStatements };
  panel_kit: { request: PanelKit; response: PanelKitMade };
  panel_archive: { request: IntoFolder; response: PanelWritten };
  panel_report: { request: IntoFolder; response: PanelWritten };
  panel_feedback: { request: IntoFolder; response: PanelFedBack };
  panel_transcript: { request: IntoFolder; response: PanelWritten };
  visits: { request: Nothing; response: VisitList };
  visit: { request: OfApplication; response: VisitView };
  visit_consider: { request: VisitConsider; response: VisitEffect };
  take_kit: { request: VisitKit; response: VisitList };
  save_finding: { request: SaveFinding; response: VisitView };
  lines_to_add: { request: OfApplication; response: LinesToAdd };
  save_statement: { request: SaveStatement; response: VisitView };
  sign_visit: { request: SignVisit; response: VisitView };
  unsign_visit: { request: SignVisit; response: VisitView };
  look_at_photos: { request: VisitFiles; response: PhotosFound };
  add_photos: { request: AddPhotos; response: PhotosDone };
  remove_photo: { request: PhotoOf; response: VisitView };
  delete_origins: { request: VisitFiles; response: PhotosDone };
  keep_place: { request: KeepPlace; response: VisitList };
  seal_visit: { request: SealVisit; response: VisitView };
  show_counterpart: { request: OfApplication; response: VisitView };
  counterpart: { request: Nothing; response: Counterpart };
  leave_counterpart: { request: Pin; response: Nothing };
}
