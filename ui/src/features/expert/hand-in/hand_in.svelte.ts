// Handing in: what goes into the bundle and what does not, the bundles made so far, their export
// and their receipts. Owns the state of each act. Trap: the bundle is made once and every export
// copies it; so making and exporting are two acts, and neither undoes the other.
import { call, CODES, toFault, type ApplicationRow, type BundleView, type Fault, type HandIns, type OfferedFile, type WrittenFile } from '$api';
import { host } from '$platform';
import { Progress } from '$shared/state/progress.svelte';

/** Where a bundle stands. */
export type Standing = 'made' | 'exported' | 'receipted';

/** Where a bundle stands: made, on its way without a receipt, or receipted. */
export function standing({ exported, receipt }: Pick<BundleView, 'exported' | 'receipt'>): Standing {
  if (receipt !== null) return 'receipted';
  return exported ? 'exported' : 'made';
}

/** Hand-ins of one expert. */
export class HandingIn {
  rows = $state.raw<readonly ApplicationRow[]>([]);
  made = $state.raw<HandIns | null>(null);
  fault = $state.raw<Fault | null>(null);
  asking = $state(false);
  passphrase = $state('');
  /** What making the bundle was refused with. */
  refused = $state.raw<Fault | null>(null);
  busy = $state<'making' | 'exporting' | 'receipt' | null>(null);
  /** What was written, by number of the hand-in. */
  written = $state.raw<Readonly<Record<number, readonly WrittenFile[]>>>({});
  /** Why the last export or receipt was refused, by where it happened. */
  exportFault = $state.raw<{ seq: number; fault: Fault } | null>(null);
  receiptFault = $state.raw<Fault | null>(null);
  /** Number of the receipt that was loaded just now. */
  loaded = $state<number | null>(null);
  readonly progress = new Progress();
  readonly #list: () => Promise<readonly ApplicationRow[]>;

  /** `list` reads the applications, where they are not an expert's. */
  constructor(list?: () => Promise<readonly ApplicationRow[]>) {
    this.#list = list ?? (async () => (await call('applications')).rows);
  }

  /** Sealed, and therefore in the bundle. */
  get sealed(): ApplicationRow[] {
    return this.rows.filter(({ state }) => state === 'sealed');
  }
  /** Named in the bundle as not done. */
  get open(): ApplicationRow[] {
    return this.rows.filter(({ state }) => state === 'untouched' || state === 'open' || state === 'complete');
  }
  /** Recused; in no bundle. */
  get recused(): ApplicationRow[] {
    return this.rows.filter(({ state }) => state === 'recused');
  }
  /** Sealed since the last hand-in. */
  get waiting(): number {
    return this.made?.waiting ?? 0;
  }
  /** Newest first. */
  get bundles(): BundleView[] {
    return [...(this.made?.bundles ?? [])].reverse();
  }
  /** Whether the passphrase was the reason. */
  get isWrong(): boolean {
    return this.refused?.code === CODES.wrongPassphrase;
  }

  /** Reads it. */
  async load(): Promise<void> {
    try {
      const [rows, made] = await Promise.all([this.#list(), call('hand_ins')]);
      this.rows = rows;
      this.made = made;
      this.fault = null;
    } catch (said) {
      this.fault = toFault(said, 'hand_ins');
    }
  }

  /** Asks for the passphrase, or drops the question. */
  ask(asking: boolean): void {
    this.asking = asking;
    this.passphrase = '';
    this.refused = null;
  }

  /** Makes the bundle. */
  async make(): Promise<void> {
    if (this.busy !== null) return;
    this.busy = 'making';
    this.refused = null;
    try {
      this.made = await this.progress.during(() => call('hand_in', { passphrase: this.passphrase }));
      this.ask(false);
    } catch (said) {
      this.refused = toFault(said, 'hand_in');
    } finally {
      this.busy = null;
    }
  }

  /** Copies a bundle into a folder that is picked, and reads it back. */
  async export(seq: number): Promise<void> {
    if (this.busy !== null) return;
    this.exportFault = null;
    try {
      const [folder] = await host().pick('folder');
      if (!folder) return;
      this.busy = 'exporting';
      const { files } = await this.progress.during(() => call('export_bundle', { seq, folder: folder.id }));
      this.written = { ...this.written, [seq]: files };
      this.made = await call('hand_ins');
    } catch (said) {
      this.exportFault = { seq, fault: toFault(said, 'export_bundle') };
    } finally {
      this.busy = null;
    }
  }

  /** Writes the sheets to be signed into a folder that is picked: of all that is sealed, and the cover. */
  async print(seq: number): Promise<void> {
    if (this.busy !== null) return;
    this.exportFault = null;
    try {
      const [folder] = await host().pick('folder');
      if (!folder) return;
      this.busy = 'exporting';
      const { files } = await call('print_sheets', { folder: folder.id });
      this.written = { ...this.written, [seq]: files };
    } catch (said) {
      this.exportFault = { seq, fault: toFault(said, 'print_sheets') };
    } finally {
      this.busy = null;
    }
  }

  /** Lets the person pick a receipt. */
  async pickReceipt(): Promise<void> {
    try {
      await this.receive(await host().pick('files'));
    } catch (said) {
      this.receiptFault = toFault(said, 'pick');
    }
  }

  /** Loads receipts that were picked or dropped. */
  async receive(files: readonly OfferedFile[]): Promise<void> {
    if (this.busy !== null || files.length === 0) return;
    this.busy = 'receipt';
    this.receiptFault = null;
    const before = (this.made?.bundles ?? []).map(({ receipt }) => receipt);
    try {
      for (const file of files) this.made = await call('load_receipt', { file: file.id });
      this.loaded = this.made?.bundles.map(({ receipt }) => receipt).findLast((number) => number !== null && !before.includes(number)) ?? null;
    } catch (said) {
      this.receiptFault = toFault(said, 'load_receipt');
    } finally {
      this.busy = null;
    }
  }
}
