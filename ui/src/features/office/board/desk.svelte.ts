// The registration desk: card in, fingerprint compared, ticket out; many in a row. Owns the person
// at the desk and the list of who was there. Trap: the comparison is undone with every new card.
import { toFault, type Fault, type OfficeAtDesk } from '$api';
import { host, type Offered } from '$platform';
import { Work } from '../parts/work.svelte';

/** Somebody who was checked in during this run. */
export interface CheckedIn {
  name: string;
  unit: string;
  file: string;
}

/** The desk of one window. */
export class Desk {
  /** Where tickets go: the stick that is given to the person. */
  folder = $state.raw<Offered | null>(null);
  by = $state('');
  card = $state.raw<Offered | null>(null);
  person = $state.raw<OfficeAtDesk | null>(null);
  compared = $state(false);
  done = $state.raw<readonly CheckedIn[]>([]);
  fault = $state.raw<Fault | null>(null);
  readonly work = new Work();

  /** Whether the ticket may go out. */
  get ready(): boolean {
    return Boolean(this.person?.ticket) && this.compared && this.by.trim() !== '' && this.folder !== null;
  }

  /** A card was dropped or picked. */
  async show(files: readonly Offered[]): Promise<void> {
    const card = files[0];
    if (!card) return;
    this.card = card;
    this.compared = false;
    this.person = await this.work.run('office_look_at_card', { file: card.id });
  }

  /** Lets the person at the desk pick the card. */
  async pickCard(): Promise<void> {
    await this.show(await this.work.pick('files'));
  }

  /** Chooses where tickets go. */
  async chooseFolder(): Promise<void> {
    try {
      this.folder = (await host().pick('folder'))[0] ?? this.folder;
    } catch (said) {
      this.fault = toFault(said, 'pick');
    }
  }

  /** Ticket out; the next one may come. */
  async checkIn(): Promise<void> {
    const { card, person, folder } = this;
    if (!card || !person || !folder || !this.ready) return;
    const ticket = await this.work.run('office_check_in', { card: card.id, compared: this.compared, by: this.by.trim(), folder: folder.id });
    if (!ticket) return;
    this.done = [{ name: person.name, unit: person.unit, file: ticket.name }, ...this.done];
    this.card = null;
    this.person = null;
    this.compared = false;
  }
}
