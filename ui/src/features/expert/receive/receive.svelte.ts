// Taking in what the office sent: files picked or dropped, sorted and verified by the program.
// Owns the list before the import and the report after it.
import { call, toFault, type Fault, type ImportReport, type OfferedFile } from '$api';
import { host } from '$platform';
import { Progress } from '$shared/state/progress.svelte';

/** One import. */
export class Receive {
  files = $state.raw<readonly OfferedFile[]>([]);
  report = $state.raw<ImportReport | null>(null);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  /** Whether the person compared the fingerprint of an authority that is new here. */
  compared = $state(false);
  readonly progress = new Progress();

  constructor(files: readonly OfferedFile[] = []) {
    this.add(files);
  }

  /** Whether one may go on: an unknown authority must have been compared. */
  get settled(): boolean {
    return this.report !== null && (this.report.authority_known || this.compared);
  }

  /** Adds files; one of the same name and size was dropped twice and stays once. */
  add(files: readonly OfferedFile[]): void {
    if (this.busy || files.length === 0) return;
    this.fault = null;
    this.report = null;
    const same = (a: OfferedFile, b: OfferedFile): boolean => a.name === b.name && a.bytes === b.bytes;
    const fresh = files.filter((file) => !this.files.some((known) => same(known, file)));
    this.files = [...this.files, ...fresh];
  }

  /** Takes a file off the list. */
  remove(id: string): void {
    this.files = this.files.filter((file) => file.id !== id);
    this.fault = null;
  }

  /** Lets the person pick files. */
  async pick(): Promise<void> {
    try {
      this.add(await host().pick('files'));
    } catch (said) {
      this.fault = toFault(said, 'pick');
    }
  }

  /** Imports what is on the list. */
  async go(): Promise<void> {
    this.busy = true;
    this.fault = null;
    try {
      const files = this.files.map((file) => file.id);
      this.report = await this.progress.during(() => call('import', { files }));
      this.files = [];
      this.compared = false;
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
