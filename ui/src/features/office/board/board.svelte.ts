// What is out and what came back. Owns the steps of a ticket's way and what one act needs typed.
// Trap: "missing" means an expert's ticket in force without a receipt; a revoked one is not missed.
import { call, toFault, type Fault, type OfficeBoard, type OfficeReceived, type OfficeTicket } from '$api';
import type { Offered } from '$platform';
import { Work } from '../parts/work.svelte';

/** Steps of a ticket's way that are recorded by hand. */
export const STEPS = ['handed_out', 'acknowledged', 'returned'] as const;
/** A step of a ticket's way. */
export type HandStep = (typeof STEPS)[number];

/** What the board is narrowed to. */
export const SHOWN = ['all', 'waiting', 'out', 'missing', 'receipted'] as const;
/** What the board is narrowed to. */
export type Shown = (typeof SHOWN)[number];

/** Whether a ticket belongs to what is shown. */
export function belongs(row: OfficeTicket, shown: Shown): boolean {
  if (shown === 'all') return true;
  if (row.revoked !== null) return false;
  if (shown === 'waiting') return row.handed_out === null;
  if (shown === 'out') return row.handed_out !== null && row.receipts === 0;
  if (shown === 'receipted') return row.receipts > 0;
  return row.kind === 'expert' && row.receipts === 0;
}

/** The next step of a ticket's way, or nothing when all were recorded. */
export const nextStep = (row: OfficeTicket): HandStep | undefined => (row.revoked === null ? STEPS.find((step) => row[step] === null) : undefined);

/** The board of one window. */
export class Board {
  view = $state.raw<OfficeBoard | null>(null);
  fault = $state.raw<Fault | null>(null);
  shown = $state<Shown>('all');
  words = $state('');
  /** Who is at work; remembered for the next step. */
  by = $state('');
  way = $state('');
  /** Where receipts go. */
  receiptsTo = $state.raw<Offered | null>(null);
  received = $state.raw<OfficeReceived | null>(null);
  replaced = $state<string | null>(null);
  readonly work = new Work();

  /** Tickets that fit. */
  get rows(): OfficeTicket[] {
    const wanted = this.words.trim().toLocaleLowerCase();
    return (this.view?.rows ?? []).filter((row) => belongs(row, this.shown) && [row.holder, row.ticket].some((text) => text.toLocaleLowerCase().includes(wanted)));
  }

  /** How many there are of each kind. */
  get counts(): Record<Shown, number> {
    const count = (shown: Shown): number => (this.view?.rows ?? []).filter((row) => belongs(row, shown)).length;
    return { all: count('all'), waiting: count('waiting'), out: count('out'), missing: count('missing'), receipted: count('receipted') };
  }

  /** Reads the board. */
  async load(): Promise<void> {
    try {
      this.view = await call('office_board');
      this.fault = null;
    } catch (said) {
      this.fault = toFault(said, 'office_board');
    }
  }

  /** Records a step. */
  async step(ticket: string, step: HandStep): Promise<void> {
    const view = await this.work.run('office_hand_out', { ticket, step, way: this.way.trim(), by: this.by.trim() });
    if (view) this.view = view;
  }

  /** Registers bundles and signs their receipts. */
  async receive(files: readonly Offered[]): Promise<void> {
    if (files.length === 0) return;
    this.receiptsTo ??= await this.work.folder();
    if (!this.receiptsTo) return;
    this.received = await this.work.run('office_receive', { files: files.map((file) => file.id), folder: this.receiptsTo.id });
    await this.load();
  }

  /** Revokes a ticket and issues another for a card that was confirmed. */
  async replace(ticket: string): Promise<boolean> {
    const card = (await this.work.pick('files'))[0];
    const folder = card && (await this.work.folder());
    if (!card || !folder) return false;
    const fresh = await this.work.run('office_replace', { ticket, card: card.id, folder: folder.id });
    if (!fresh) return false;
    this.replaced = fresh.name;
    await this.load();
    return true;
  }
}
