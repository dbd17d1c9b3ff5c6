// Generated from crates/app/src/desktop; `cargo test -p hengping-app typescript` says how.

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
 * Judged points so far; absent when the round hides totals.
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

export type CreateIdentity = { 
/**
 * Name on the card.
 */
name: string, 
/**
 * Unit on the card.
 */
unit: string, 
/**
 * Passphrase.
 */
passphrase: string, };

export type ExportBundle = { 
/**
 * Number of the hand-in.
 */
seq: number, 
/**
 * Offered folder.
 */
folder: string, };

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
 * Name on the enrolment card.
 */
name: string, 
/**
 * Fingerprint.
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

export type Import = { 
/**
 * The same files as of `inspect_import`.
 */
files: Array<string>, 
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
 * The ticket; absent when it is inside the package file, or missing.
 */
ticket: OfferedFile | null, 
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

export type Indexed = { 
/**
 * Documents read.
 */
documents: number, 
/**
 * Their pages.
 */
pages: number, 
/**
 * Pages that search cannot find.
 */
pages_without_text: number, 
/**
 * Evidence that cannot be read, as application, item and reason.
 */
unreadable: Array<[string, string, string]>, };

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

export type LoadReceipt = { 
/**
 * Offered file.
 */
file: string, };

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

export type PassphraseTyped = { 
/**
 * As typed.
 */
passphrase: string, };

export type Pin = { 
/**
 * Four to eight digits.
 */
pin: string, };

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

export type QrView = { 
/**
 * Modules per side, quiet zone included.
 */
side: number, 
/**
 * `d` of the path.
 */
path: string, };

export type Recuse = { 
/**
 * Application.
 */
application: string, 
/**
 * Code of the ground.
 */
ground: string, };

export type Restore = { 
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
shows_totals: boolean, };

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

export type SealedView = { 
/**
 * Sealed reviews.
 */
sealed: Array<SealView>, };

export type Stage = "fresh" | "closed" | "locked" | "open" | "read_only";

export type StartState = { 
/**
 * Where the program stands.
 */
stage: Stage, 
/**
 * Whether a PIN re-opens.
 */
has_pin: boolean, 
/**
 * How often the PIN may still be tried.
 */
pin_tries_left: number, 
/**
 * What was recovered when the store was opened after a kill, as message keys of the UI.
 */
recovered: Array<string>, 
/**
 * Who is unlocked.
 */
holder: Holder | null, 
/**
 * Files handed over by the system (double click, second start), not yet taken.
 */
handed_over: Array<OfferedFile>, };

export type Strength = { 
/**
 * 0 (guessed at once) to 4.
 */
score: number, 
/**
 * Whether it will be accepted.
 */
accepted: boolean, };

export type TextView = { 
/**
 * Simplified Chinese.
 */
zh: string, 
/**
 * English; empty when there is none.
 */
en: string, };

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

export type WorkState = "untouched" | "open" | "complete" | "sealed" | "recused" | "practice";

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
  progress: { request: Nothing; response: ProgressView };
  passphrase_strength: { request: PassphraseTyped; response: Strength };
  create_identity: { request: CreateIdentity; response: IdentityCreated };
  confirm_recovery: { request: ConfirmRecovery; response: Nothing };
  save_card: { request: IntoFolder; response: WrittenFile };
  save_recovery_sheet: { request: IntoFolder; response: WrittenFile };
  unlock: { request: Unlock; response: StartState };
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
  import: { request: Import; response: ImportReport };
  index_evidence: { request: Nothing; response: Indexed };
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
  load_receipt: { request: LoadReceipt; response: HandIns };
}
