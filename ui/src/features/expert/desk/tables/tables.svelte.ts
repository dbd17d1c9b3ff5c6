// The three tables of the desk as the program gives them. Owns reading them again after a change;
// changes themselves go through marking and saving. Trap: an answer may be of a leaf or application
// that is no longer shown; the last question wins.
import { call, toFault, type AcrossRow, type AcrossView, type CommandName, type FactSheetView, type Fault, type Propose, type ScoreSheet } from '$api';
import type { Desk } from '../desk.svelte';
import { scoreOf } from '../judgement';
import { compare } from '../scale';

/** One table: its answer, or why there is none. */
class Table<T> {
  view = $state.raw<T | null>(null);
  fault = $state.raw<Fault | null>(null);
  #asked = 0;

  protected async read(command: CommandName, question: () => Promise<T>): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    try {
      const answer = await question();
      if (mine !== this.#asked) return;
      this.view = answer;
      this.fault = null;
    } catch (said) {
      if (mine === this.#asked) this.fault = toFault(said, command);
    }
  }
}

/** The score sheet of one application. */
export class Sheet extends Table<ScoreSheet> {
  /** Reads it. */
  load(application: string): Promise<void> {
    if (this.view?.application !== application) this.view = null;
    return this.read('score_sheet', () => call('score_sheet', { application }));
  }
}

/** Orders of the view across. */
export const ORDERS = ['reading', 'mark', 'declared'] as const;
/** Order of the view across. */
export type Order = (typeof ORDERS)[number];

const declared = (row: AcrossRow): number => Number(row.claims[0]?.values[0] ?? Number.NaN);

/** Rows in an order; those without what it goes by come last, in reading order. */
export function ordered(rows: readonly AcrossRow[], order: Order): AcrossRow[] {
  if (order === 'reading') return [...rows];
  const key = (row: AcrossRow): string | null => {
    if (order === 'mark') return scoreOf(row.mark?.judgement);
    return Number.isFinite(declared(row)) ? String(row.claims[0]?.values[0]) : null;
  };
  const by = (a: AcrossRow, b: AcrossRow): number => {
    const [one, other] = [key(a), key(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return order === 'mark' ? compare(other, one) : Number(other) - Number(one);
  };
  return [...rows].sort(by);
}

/** One leaf over all own applications. */
export class Across extends Table<AcrossView> {
  order = $state<Order>('reading');

  /** Reads it. */
  load(indicator: string): Promise<void> {
    if (this.view?.indicator !== indicator) this.view = null;
    return this.read('across', () => call('across', { indicator }));
  }

  /** Rows that are marked here, in the order chosen. */
  get rows(): AcrossRow[] {
    return ordered((this.view?.rows ?? []).filter(({ asked }) => asked), this.order);
  }
  /** Whether there are declared values to order by. */
  get hasDeclared(): boolean {
    return this.rows.some((row) => Number.isFinite(declared(row)));
  }
  /** The row to mark after `application`, in the order chosen and around the end. */
  nextUnmarked(application: string): string | null {
    const at = this.rows.findIndex((row) => row.application === application);
    const onward = [...this.rows.slice(at + 1), ...this.rows.slice(0, Math.max(0, at))];
    return onward.find((row) => row.mark === null && !row.sealed)?.application ?? null;
  }
  /** The row above or below. */
  beside(application: string, direction: 1 | -1): string | null {
    const at = this.rows.findIndex((row) => row.application === application);
    return this.rows[at + direction]?.application ?? null;
  }
}

/** The fact sheet of one application. */
export class Facts extends Table<FactSheetView> {
  busy = $state(false);

  constructor(private readonly desk: () => Desk) {
    super();
  }

  /** Reads it. */
  load(application: string): Promise<void> {
    if (this.view?.application !== application) this.view = null;
    return this.read('fact_sheet', () => call('fact_sheet', { application }));
  }
  /** Says that it was read as a whole: one act. */
  confirm(): Promise<boolean> {
    return this.#change('read_fact_sheet', (application) => call('read_fact_sheet', { application }));
  }
  /** Proposes another value of a fact. */
  propose(proposal: Omit<Propose, 'application'>): Promise<boolean> {
    return this.#change('propose', (application) => call('propose', { application, ...proposal }));
  }
  /** Takes a proposal back. */
  withdraw(fact: string): Promise<boolean> {
    return this.#change('withdraw_proposal', (application) => call('withdraw_proposal', { application, fact }));
  }

  async #change(command: CommandName, change: (application: string) => Promise<FactSheetView>): Promise<boolean> {
    const application = this.view?.application;
    if (application === undefined) return false;
    this.busy = true;
    const answer = await this.desk().saving.run(command, () => change(application));
    this.busy = false;
    if (!answer) return false;
    this.view = answer;
    await this.desk().factsChanged(application, answer.read);
    return true;
  }
}
