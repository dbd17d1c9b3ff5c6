// Taking in what the office sent: files picked or dropped, sorted by the program, then verified.
// Owns the list and its preview before the import and the report after it. Trap: the list may
// change while a preview is on its way; an answer to an old question is dropped.
import { call, toFault, type Fault, type ImportPreview, type ImportReport, type OfferedFile, type TicketOffer } from '$api';
import { host, type Pickable } from '$platform';
import { Progress } from '$shared/state/progress.svelte';

/** One import. */
export class Receive {
  files = $state.raw<readonly OfferedFile[]>([]);
  preview = $state.raw<ImportPreview | null>(null);
  report = $state.raw<ImportReport | null>(null);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  /** The ticket to be imported with, where several fit. */
  ticket = $state<string | null>(null);
  /** Whether the person compared the fingerprint of an authority that is new here. */
  compared = $state(false);
  readonly progress = new Progress();

  /** Tickets that are for this identity and this package, the newest first. */
  get fitting(): TicketOffer[] {
    return (this.preview?.tickets ?? []).filter(({ fit }) => fit.kind === 'fits');
  }

  /** Whether a ticket is there: one that was chosen, or the one inside the package. */
  get hasTicket(): boolean {
    return this.ticket !== null || this.preview?.inside?.kind === 'fits';
  }

  /** Whether it can be imported: a ticket fits, and the authority is known or was compared. */
  get ready(): boolean {
    if (this.preview === null || !this.hasTicket) return false;
    return this.preview.fingerprint === null ? this.preview.authority_known : this.compared;
  }

  /** Adds files and asks the program what they are; the same file twice stays once. */
  async add(files: readonly OfferedFile[]): Promise<void> {
    if (this.busy || files.length === 0) return;
    const same = (a: OfferedFile, b: OfferedFile): boolean => a.name === b.name && a.bytes === b.bytes;
    const fresh = files.filter((file) => !this.files.some((known) => same(known, file)));
    await this.#change([...this.files, ...fresh]);
  }

  /** Takes a file off the list. */
  async remove(id: string): Promise<void> {
    await this.#change(this.files.filter((file) => file.id !== id));
  }

  /** Takes all files off the list. */
  async clear(): Promise<void> {
    await this.#change([]);
  }

  /** Lets the person pick files or a folder. */
  async pick(what: Pickable): Promise<void> {
    try {
      await this.add(await host().pick(what));
    } catch (said) {
      this.fault = toFault(said, 'pick');
    }
  }

  async #change(files: readonly OfferedFile[]): Promise<void> {
    this.files = files;
    this.preview = null;
    this.report = null;
    this.fault = null;
    this.compared = false;
    this.ticket = null;
    if (files.length === 0) return;
    try {
      const preview = await call('inspect_import', { files: files.map((file) => file.id) });
      if (this.files !== files) return;
      this.preview = preview;
      this.ticket = this.fitting[0]?.file.id ?? null;
    } catch (said) {
      if (this.files === files) this.fault = toFault(said, 'inspect_import');
    }
  }

  /** Imports what is on the list. */
  async go(): Promise<void> {
    if (!this.ready || this.busy) return;
    this.busy = true;
    this.fault = null;
    try {
      const request = { files: this.files.map((file) => file.id), ticket: this.ticket, compared: this.compared };
      this.report = await this.progress.during(() => call('import', request));
      this.files = [];
      this.preview = null;
    } catch (said) {
      this.fault = toFault(said, 'import');
    } finally {
      this.busy = false;
    }
  }

  /** Begins another import. */
  again(): void {
    this.report = null;
    this.fault = null;
  }
}
