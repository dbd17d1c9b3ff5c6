// A new round: from a folder of materials, or the folder first, from a scheme. Owns what is typed
// and the order of the acts; faults are shown in place and nothing is made while there are any.
import {
  call,
  toFault,
  type OfficeFault,
  type OfficeSchemeChoice,
  type OfficeSchemes,
  type OfficeSchemeView,
  type OfficeTakenIn,
  type OfficeUnitTyped,
} from '$api';
import type { Offered } from '$platform';
import { Work } from '../parts/work.svelte';

/** Ways to a round. */
export const WAYS_TO_ROUND = ['folder', 'scheme'] as const;

/** What the office types of a round. */
export interface Terms {
  id: string;
  title: string;
  english: string;
  kind: 'selection' | 'annual' | 're_review';
  year: string;
  zone: string;
  from: string;
  until: string;
}

/** Lines of units as they are typed or pasted: code, name, quota. */
export function unitsOf(text: string): OfficeUnitTyped[] {
  const lines = text.split('\n').map((line) => line.trim().split(/[,，\t]/u).map((part) => part.trim()));
  return lines
    .filter(([code]) => code)
    .map(([code = '', name = '', quota = '']) => ({ code, name: name || code, quota: /^\d+$/u.test(quota) ? Number(quota) : 5 }));
}

/** The making of one round. */
export class NewRound {
  way = $state<(typeof WAYS_TO_ROUND)[number]>('folder');
  schemes = $state.raw<OfficeSchemes | null>(null);
  choice = $state.raw<OfficeSchemeChoice | null>(null);
  view = $state.raw<OfficeSchemeView | null>(null);
  terms = $state<Terms>({ id: '', title: '', english: '', kind: 'selection', year: '', zone: 'Asia/Shanghai', from: '', until: '' });
  units = $state('');
  /** The folder of materials. */
  folder = $state.raw<Offered | null>(null);
  /** Where it was laid out. */
  path = $state('');
  table = $state.raw<{ applications: number; items: number } | null>(null);
  faults = $state.raw<readonly OfficeFault[]>([]);
  taken = $state.raw<OfficeTakenIn | null>(null);
  readonly work = new Work();

  /** Whether everything is typed that a folder needs. */
  get ready(): boolean {
    const { id, title, year, from, until } = this.terms;
    return Boolean(this.view?.scheme && id && title && /^\d{4}$/u.test(year) && from && until && unitsOf(this.units).length > 0);
  }

  /** Reads which schemes come with the program. */
  async load(): Promise<void> {
    try {
      this.schemes = await call('office_schemes');
    } catch (said) {
      this.work.fault = toFault(said, 'office_schemes');
    }
  }

  /** Checks a scheme: one that comes with the program, or a file that is picked. */
  async choose(shipped: string | null): Promise<void> {
    if (shipped === null) {
      const file = (await this.work.pick('files'))[0];
      if (file) await this.#check({ file: file.id, shipped: null });
    } else {
      await this.#check({ file: null, shipped });
    }
  }

  /** Checks the same file again, after it was mended elsewhere. */
  async checkAgain(): Promise<void> {
    if (this.choice) await this.#check(this.choice);
  }

  async #check(choice: OfficeSchemeChoice): Promise<void> {
    this.choice = choice;
    this.view = await this.work.run('office_scheme', choice);
  }

  /** Makes the folder of the round below one that is picked. */
  async layOut(): Promise<void> {
    const { choice, terms } = this;
    if (!choice || !this.ready) return;
    const below = await this.work.folder();
    if (!below) return;
    const made = await this.work.run('office_lay_out', {
      folder: below.id,
      scheme: choice,
      id: terms.id,
      title: { zh: terms.title, en: terms.english },
      kind: terms.kind,
      review_year: Number(terms.year),
      time_zone: terms.zone,
      valid_from: terms.from,
      valid_until: terms.until,
      units: unitsOf(this.units),
    });
    if (!made) return;
    this.faults = made.faults;
    this.folder = made.folder;
    this.path = made.folder ? made.path : '';
  }

  /** Takes a filled form into the folder. */
  async takeTable(): Promise<void> {
    const table = (await this.work.pick('files'))[0];
    if (!table || !this.folder) return;
    const taken = await this.work.run('office_take_table', { table: table.id, folder: this.folder.id });
    if (!taken) return;
    this.faults = taken.faults;
    this.table = taken.faults.length > 0 ? null : taken;
  }

  /** Chooses the folder of materials. */
  async chooseFolder(): Promise<void> {
    const folder = await this.work.folder();
    if (!folder) return;
    this.folder = folder;
    this.faults = [];
    this.table = null;
  }

  /** Reads the folder as the round; true when there is one now. */
  async make(): Promise<boolean> {
    if (!this.folder) return false;
    const taken = await this.work.run('office_new_round', { folder: this.folder.id });
    if (!taken) return false;
    this.faults = taken.faults;
    this.taken = taken.faults.length > 0 ? null : taken;
    return this.taken !== null;
  }
}
