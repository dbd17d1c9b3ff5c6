// The list of applications in the signed reading order. Owns filter and counts; the order is the
// round's and is never changed here.
import { call, toFault, type ApplicationList, type ApplicationRow, type Fault, type WorkState } from '$api';

/** What the list is narrowed to. */
export const SHOWN = ['all', 'open', 'ready', 'sealed'] as const;
/** What the list is narrowed to. */
export type Shown = (typeof SHOWN)[number];

const STATES: Record<Shown, readonly WorkState[] | null> = {
  all: null,
  open: ['untouched', 'open'],
  ready: ['complete'],
  sealed: ['sealed'],
};

/** Whether a row belongs to what is shown; practice is shown with all and counted with none. */
export const belongs = (row: ApplicationRow, shown: Shown): boolean => STATES[shown]?.includes(row.state) ?? true;

/** States of what is nobody's work: counted with none. */
const NO_WORK: readonly WorkState[] = ['practice', 'recused', 'withdrawn'];
const isWork = (row: ApplicationRow): boolean => !NO_WORK.includes(row.state);

/** The list of one window. */
export class Applications {
  list = $state.raw<ApplicationList | null>(null);
  fault = $state.raw<Fault | null>(null);
  shown = $state<Shown>('all');
  words = $state('');

  /** Rows that fit, in reading order. */
  get rows(): ApplicationRow[] {
    const wanted = this.words.trim().toLocaleLowerCase();
    const hasWords = (row: ApplicationRow): boolean =>
      [row.enterprise, row.unit].some((text) => text.toLocaleLowerCase().includes(wanted));
    return (this.list?.rows ?? []).filter((row) => belongs(row, this.shown) && hasWords(row));
  }

  /** How many there are of each kind. */
  get counts(): Record<Shown, number> {
    const rows = this.list?.rows ?? [];
    const count = (shown: Shown): number => rows.filter((row) => isWork(row) && belongs(row, shown)).length;
    return { all: rows.filter(isWork).length, open: count('open'), ready: count('ready'), sealed: count('sealed') };
  }

  /** Complete or sealed, of those to be reviewed. */
  get done(): number {
    return this.counts.ready + this.counts.sealed;
  }

  /** Completed or sealed today. */
  get today(): number {
    return (this.list?.rows ?? []).filter((row) => isWork(row) && row.today).length;
  }

  /** Where one stopped, or where to begin: practice first, then the first one unfinished. */
  get next(): ApplicationRow | undefined {
    const rows = this.list?.rows ?? [];
    const last = rows.find((row) => row.application === this.list?.last?.application);
    return last ?? rows.find((row) => row.state === 'untouched' || row.state === 'open');
  }

  /** Reads the list. */
  async load(): Promise<void> {
    try {
      this.list = await call('applications');
      this.fault = null;
    } catch (said) {
      this.fault = toFault(said, 'applications');
    }
  }

  /** Shows everything again. */
  clear(): void {
    this.shown = 'all';
    this.words = '';
  }
}
