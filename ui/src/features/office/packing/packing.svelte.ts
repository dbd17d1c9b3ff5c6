// Packing: what it will take, the package, copies onto sticks. Owns what is chosen for it and which
// file on this run is the package. Trap: after a restart the window no longer knows where a package
// lies; any copy that verifies will do, so it is picked.
import { call, toFault, type Fault, type OfficePacked, type OfficePlan, type OfficeStick } from '$api';
import type { Offered } from '$platform';
import { Work } from '../parts/work.svelte';

/** A stick and what became of it. */
export interface Copy {
  folder: Offered;
  done: OfficeStick | null;
}

/** Packing in one window. */
export class Packing {
  plan = $state.raw<OfficePlan | null>(null);
  fault = $state.raw<Fault | null>(null);
  panel = $state.raw<readonly Offered[]>([]);
  visit = $state.raw<readonly Offered[]>([]);
  declarationsFirst = $state(false);
  slips = $state.raw<Offered | null>(null);
  packed = $state.raw<OfficePacked | null>(null);
  /** A copy of the package to copy from. */
  package = $state.raw<Offered | null>(null);
  sticks = $state.raw<readonly Copy[]>([]);
  readonly work = new Work();

  /** Whether it can be packed: slips with codes need a folder of their own. */
  get ready(): boolean {
    return this.plan !== null && this.plan.experts > 0 && (this.plan.coded === 0 || this.slips !== null);
  }

  /** Reads what it will take. */
  async load(): Promise<void> {
    try {
      this.plan = await call('office_plan');
      this.fault = null;
    } catch (said) {
      this.fault = toFault(said, 'office_plan');
    }
  }

  /** Adds cards of chairs or visit teams. */
  async addCards(whose: 'panel' | 'visit'): Promise<void> {
    const fresh = await this.work.pick('files');
    const known = this[whose];
    this[whose] = [...known, ...fresh.filter((file) => !known.some((one) => one.name === file.name))];
  }

  /** Packs, or makes the next edition. */
  async pack(next: 'first' | 'changed' | 'lost'): Promise<void> {
    const folder = await this.work.folder();
    if (!folder) return;
    const packed =
      next === 'first'
        ? await this.work.run('office_pack', {
            folder: folder.id,
            panel: this.panel.map((card) => card.id),
            visit: this.visit.map((card) => card.id),
            declarations_first: this.declarationsFirst,
            slips: this.slips?.id ?? null,
          })
        : await this.work.run('office_supersede', { folder: folder.id, lost: next === 'lost' });
    if (!packed) return;
    this.packed = packed;
    this.package = packed.first;
    await this.load();
  }

  /** Adds a stick to copy onto. */
  async addStick(): Promise<void> {
    const folder = await this.work.folder();
    if (folder) this.sticks = [...this.sticks, { folder, done: null }];
  }

  /** Copies onto all sticks that have none yet, and verifies each. */
  async copy(): Promise<void> {
    const source = this.package;
    const waiting = this.sticks.filter((stick) => !stick.done || stick.done.refused);
    if (!source || waiting.length === 0) return;
    const done = await this.work.run('office_sticks', { package: source.id, sticks: waiting.map((stick) => stick.folder.id) });
    if (!done) return;
    this.sticks = this.sticks.map((stick) => {
      const at = waiting.indexOf(stick);
      return at < 0 ? stick : { ...stick, done: done.rows[at] ?? null };
    });
  }
}
