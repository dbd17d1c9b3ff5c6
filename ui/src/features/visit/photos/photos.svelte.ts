// Photographs of a line: found among files, ticked, taken in, and then offered for deletion where
// they came from. Owns that order. Trap: only what was taken in just now is offered, and the program
// deletes only what it has.
import { call, toFault, type Fault, type NoticeView, type PhotoFile, type VisitView } from '$api';
import { host, type Pickable } from '$platform';
import { Progress } from '$shared/state/progress.svelte';

/** Taking photographs in for one line. */
export class Photos {
  found = $state.raw<readonly PhotoFile[]>([]);
  others = $state(0);
  /** Ticked files. */
  chosen = $state.raw<readonly string[]>([]);
  /** Files taken in just now, which can be deleted at their origin. */
  origins = $state.raw<readonly string[]>([]);
  deleted = $state<number | null>(null);
  refused = $state.raw<readonly [string, NoticeView][]>([]);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  readonly progress = new Progress();
  readonly #application: string;
  readonly #subject: string;
  readonly #take: (view: VisitView) => void;

  constructor(application: string, subject: string, take: (view: VisitView) => void) {
    this.#application = application;
    this.#subject = subject;
    this.#take = take;
  }

  /** Lets the person pick a folder of a camera, or files. */
  async pick(what: Pickable): Promise<void> {
    await this.#during('look_at_photos', async () => {
      const files = await host().pick(what);
      if (files.length === 0) return;
      const { photos, others } = await call('look_at_photos', { application: this.#application, files: files.map(({ id }) => id) });
      this.found = photos;
      this.others = others;
      // Files that were picked one by one are meant; of a folder nobody knows which are.
      this.chosen = what === 'files' ? photos.filter(({ known }) => !known).map(({ file }) => file) : [];
    });
  }

  /** Ticks a file, or takes the tick away. */
  toggle(file: string): void {
    const others = this.chosen.filter((other) => other !== file);
    this.chosen = others.length < this.chosen.length ? others : [...others, file];
  }

  /** Takes in what is ticked. */
  async add(): Promise<void> {
    const files = this.found.filter(({ file }) => this.chosen.includes(file)).map(({ file }) => file);
    if (files.length === 0) return;
    await this.#during('add_photos', async () => {
      const done = await call('add_photos', { application: this.#application, subject: this.#subject, files });
      this.#take(done.visit);
      this.refused = done.refused;
      this.origins = [...this.origins, ...done.done];
      this.found = [];
    });
  }

  /** Deletes at their origin what was taken in just now. */
  async deleteOrigins(): Promise<void> {
    await this.#during('delete_origins', async () => {
      const done = await call('delete_origins', { application: this.#application, files: [...this.origins] });
      this.refused = done.refused;
      this.deleted = done.done.length;
      this.origins = [];
    });
  }

  /** Leaves them where they are. */
  keepOrigins(): void {
    this.origins = [];
  }

  /** Drops the list. */
  drop(): void {
    this.found = [];
    this.refused = [];
    this.fault = null;
  }

  /** Takes a photograph off the line. */
  async remove(photo: string): Promise<void> {
    await this.#during('remove_photo', async () => {
      this.#take(await call('remove_photo', { application: this.#application, subject: this.#subject, photo }));
    });
  }

  async #during(command: string, work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.fault = null;
    this.deleted = null;
    try {
      await this.progress.during(work);
    } catch (said) {
      this.fault = toFault(said, command);
    } finally {
      this.busy = false;
    }
  }
}
