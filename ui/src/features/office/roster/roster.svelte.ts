// The roster: cards in, fingerprints compared, fields and ties, the committee key. Owns who is open
// and what is typed for them. Trap: a comparison is typed from the person's own screen or paper,
// never copied from the card on this one.
import { call, toFault, type Fault, type OfficeCommitteeMade, type OfficeExpert, type OfficeRoster, type OfficeTie } from '$api';
import type { Offered } from '$platform';
import { Work } from '../parts/work.svelte';

/** Ties as they are typed: one per line, organisation and, after a comma, the last year. */
export function tiesOf(text: string): OfficeTie[] {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.map((line) => {
    const found = /^(.*?)[,，]\s*(\d{4})$/u.exec(line);
    return found ? { organisation: (found[1] ?? '').trim(), until: Number(found[2]) } : { organisation: line, until: null };
  });
}

/** Ties as they are typed. */
export const textOf = (ties: readonly OfficeTie[]): string =>
  ties.map(({ organisation, until }) => (until === null ? organisation : `${organisation}，${String(until)}`)).join('\n');

/** What a person can be in a round. */
export const KINDS = ['expert', 'panel', 'visit', 'observer'] as const;

/** The roster of one window. */
export class Roster {
  list = $state.raw<OfficeRoster | null>(null);
  fault = $state.raw<Fault | null>(null);
  words = $state('');
  open = $state<string | null>(null);
  /** What was read from the person's own screen or paper. */
  typed = $state('');
  fields = $state('');
  ties = $state('');
  name = $state('');
  unit = $state('');
  cards = $state.raw<readonly Offered[]>([]);
  /** What the owners of the next cards will be. */
  kind = $state<(typeof KINDS)[number]>('expert');
  threshold = $state(2);
  made = $state.raw<OfficeCommitteeMade | null>(null);
  readonly work = new Work();

  /** People that fit. */
  get rows(): OfficeExpert[] {
    const wanted = this.words.trim().toLocaleLowerCase();
    return (this.list?.rows ?? []).filter((row) => [row.expert, row.name, row.unit, ...row.fields].some((text) => text.toLocaleLowerCase().includes(wanted)));
  }

  /** Who is open. */
  get one(): OfficeExpert | undefined {
    return this.list?.rows.find((row) => row.expert === this.open);
  }

  /** How many are on the roster, and confirmed. */
  get counts(): { all: number; confirmed: number } {
    const rows = this.list?.rows ?? [];
    return { all: rows.length, confirmed: rows.filter((row) => row.confirmed !== null).length };
  }

  /** Reads the roster. */
  async load(): Promise<void> {
    try {
      this.list = await call('office_roster');
      this.fault = null;
    } catch (said) {
      this.fault = toFault(said, 'office_roster');
    }
  }

  /** Opens a person. */
  show(expert: string | null): void {
    this.open = expert;
    this.typed = '';
    this.fields = this.one?.fields.join('、') ?? '';
    this.ties = textOf(this.one?.ties ?? []);
  }

  /** Takes cards in: dropped or picked. */
  async take(files: readonly Offered[]): Promise<void> {
    if (files.length === 0) return;
    this.list = (await this.work.run('office_take_cards', { files: files.map((file) => file.id), kind: this.kind })) ?? this.list;
  }

  /** Records that the fingerprint of who is open was compared. */
  async confirm(): Promise<void> {
    if (this.open === null || this.typed.trim() === '') return;
    const list = await this.work.run('office_confirm', { expert: this.open, typed: this.typed });
    if (!list) return;
    this.list = list;
    this.typed = '';
  }

  /** Records fields and ties of who is open. */
  async describe(): Promise<void> {
    if (this.open === null) return;
    const fields = this.fields.split(/[、,，;；]/u).map((field) => field.trim()).filter((field) => field !== '');
    const list = await this.work.run('office_describe', { expert: this.open, fields, ties: tiesOf(this.ties) });
    if (list) this.list = list;
  }

  /** Takes a person onto the roster who has no card yet. */
  async invite(): Promise<void> {
    const list = await this.work.run('office_invite', { name: this.name.trim(), unit: this.unit.trim() });
    if (!list) return;
    this.list = list;
    this.name = '';
    this.unit = '';
  }

  /** Adds cards of holders of the committee key. */
  async addHolders(): Promise<void> {
    const fresh = await this.work.pick('files');
    this.cards = [...this.cards, ...fresh.filter((file) => !this.cards.some((known) => known.name === file.name))];
    this.threshold = Math.max(2, Math.min(this.threshold, this.cards.length));
  }

  /** Makes the committee key and writes the shares. */
  async makeCommittee(): Promise<void> {
    const folder = await this.work.folder();
    if (!folder) return;
    this.made = await this.work.run('office_make_committee', { cards: this.cards.map((card) => card.id), threshold: this.threshold, folder: folder.id });
    await this.load();
  }
}
