// The table of conflicts and the pledge. Owns ticks and grounds until they are signed.
// Trap: a recusal destroys what this machine can read of an application, so nothing is sent
// before the person has confirmed the names; the order is recusals first, pledge last.
import { call, toFault, type ConflictRow, type ConflictTable, type Fault } from '$api';

/** Whether any word of a row contains what is looked for. */
export function fits(row: ConflictRow, words: string): boolean {
  const text = [row.enterprise, row.legal_representative, row.group ?? '', row.unit, ...row.shareholders];
  const wanted = words.trim().toLocaleLowerCase();
  return wanted === '' || text.some((part) => part.toLocaleLowerCase().includes(wanted));
}

const without = (ticked: Record<string, string>, application: string): Record<string, string> =>
  Object.fromEntries(Object.entries(ticked).filter(([key]) => key !== application));

/** One pledge. */
export class Pledge {
  table = $state.raw<ConflictTable | null>(null);
  /** Ground by application; an empty one is ticked without a ground. */
  ticked = $state<Record<string, string>>({});
  words = $state('');
  mineOnly = $state(false);
  agreed = $state(false);
  busy = $state(false);
  fault = $state.raw<Fault | null>(null);

  /** Rows that fit the filter, in the order of the round. */
  get rows(): ConflictRow[] {
    const all = this.table?.rows ?? [];
    return all.filter((row) => (!this.mineOnly || row.assigned) && fits(row, this.words));
  }

  /** Rows to be recused, with those that already are. */
  get recused(): ConflictRow[] {
    return (this.table?.rows ?? []).filter((row) => row.recused !== null || row.application in this.ticked);
  }

  /** How many applications the signed sentence covers. */
  get declared(): number {
    return (this.table?.rows.length ?? 0) - this.recused.length;
  }

  /** Ticked rows whose ground was not chosen. */
  get withoutGround(): number {
    return Object.values(this.ticked).filter((ground) => ground === '').length;
  }

  /** Rows that signing will lock from now on. */
  get toLock(): ConflictRow[] {
    return this.recused.filter((row) => row.recused === null);
  }

  /** Whether it can be signed. */
  get ready(): boolean {
    return this.table !== null && this.agreed && this.withoutGround === 0;
  }

  /** Reads the table. */
  async load(): Promise<void> {
    try {
      this.table = await call('conflicts');
    } catch (said) {
      this.fault = toFault(said, 'conflicts');
    }
  }

  /** Ticks or unticks a row. */
  tick(application: string, on: boolean): void {
    this.ticked = on ? { ...this.ticked, [application]: '' } : without(this.ticked, application);
    this.agreed = false;
  }

  /** Names the ground of a ticked row. */
  ground(application: string, code: string): void {
    this.ticked = { ...this.ticked, [application]: code };
  }

  /** Recuses and signs; whether it is signed now. A second try goes on where the first stopped. */
  async sign(): Promise<boolean> {
    this.busy = true;
    this.fault = null;
    try {
      for (const [application, ground] of Object.entries(this.ticked)) {
        await call('recuse', { application, ground });
        this.ticked = without(this.ticked, application);
      }
      await call('pledge');
      return true;
    } catch (said) {
      this.fault = toFault(said, 'pledge');
      this.table = await call('conflicts').catch(() => this.table);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
