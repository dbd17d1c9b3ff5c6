// What a panel takes in from the office: package, ticket, register, root. Owns the list and its
// preview; telling the files apart is the program's.
import { call, toFault, type Fault, type ImportPreview, type OfferedFile, type PanelImportReport } from '$api';
import { host, type Pickable } from '$platform';
import { Progress } from '$shared/state/progress.svelte';

/** One import. */
export class PanelReceive {
  files = $state.raw<readonly OfferedFile[]>([]);
  preview = $state.raw<ImportPreview | null>(null);
  report = $state.raw<PanelImportReport | null>(null);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  /** Whether the person compared the fingerprint of an authority that is new here. */
  compared = $state(false);
  readonly progress = new Progress();

  /** Whether it can be imported. */
  get ready(): boolean {
    if (this.preview === null) return false;
    return this.preview.fingerprint === null ? this.preview.authority_known : this.compared;
  }

  /** Adds files and asks the program what they are. */
  async add(files: readonly OfferedFile[]): Promise<void> {
    if (!this.busy && files.length > 0) await this.#change([...this.files, ...files]);
  }

  /** Takes a file off the list. */
  async remove(id: string): Promise<void> {
    await this.#change(this.files.filter((file) => file.id !== id));
  }

  /** Lets the person pick files or a folder. */
  async pick(what: Pickable): Promise<void> {
    await this.add(await host().pick(what));
  }

  async #change(files: readonly OfferedFile[]): Promise<void> {
    this.files = files;
    this.preview = null;
    this.fault = null;
    this.compared = false;
    if (files.length === 0) return;
    try {
      const preview = await call('inspect_import', { files: files.map((file) => file.id) });
      if (this.files === files) this.preview = preview;
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
      const request = { files: this.files.map((file) => file.id), ticket: null, compared: this.compared };
      this.report = await this.progress.during(() => call('panel_import', request));
    } catch (said) {
      this.fault = toFault(said, 'panel_import');
    } finally {
      this.busy = false;
    }
  }
}
