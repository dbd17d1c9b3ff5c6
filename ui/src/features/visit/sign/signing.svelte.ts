// Who signs, by drawing: the team, the enterprise or its witnesses. Owns the field that is open and
// its strokes. Trap: names come from the record; a signature that fell is asked for again.
import { call, toFault, type Fault, type VisitSide, type VisitSignature, type VisitView } from '$api';
import { Drawing, type Point } from './drawing.svelte';

/** Somebody who is to sign. */
export interface Signatory {
  side: VisitSide;
  name: string;
  signature: VisitSignature | null;
}

/** Those whom the record names, team first. */
export function signatories({ statement, signatures }: VisitView): Signatory[] {
  const { enterprise } = statement;
  const named: [VisitSide, string][] = [
    ...statement.members.map((name) => ['team', name] as [VisitSide, string]),
    ...(enterprise.kind === 'refused_to_sign'
      ? enterprise.witnesses.map((name) => ['witness', name] as [VisitSide, string])
      : [['enterprise', enterprise.signatory] as [VisitSide, string]]),
  ];
  return named
    .map(([side, name]) => ({ side, name: name.trim(), signature: signatures.find((one) => one.side === side && one.name === name.trim()) ?? null }))
    .filter(({ name }) => name !== '');
}

/** Drawing signatures of one application. */
export class Signing {
  /** Who signs now. */
  signing = $state.raw<Signatory | null>(null);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  readonly drawing = new Drawing();
  readonly #application: string;
  readonly #take: (view: VisitView) => void;

  constructor(application: string, take: (view: VisitView) => void) {
    this.#application = application;
    this.#take = take;
  }

  /** Opens the field of somebody. */
  begin(who: Signatory): void {
    this.drawing.clear();
    this.fault = null;
    this.signing = who;
  }
  /** Closes it. */
  drop(): void {
    this.signing = null;
  }

  /** Takes what was drawn. */
  async take(): Promise<void> {
    const who = this.signing;
    if (!who || !this.drawing.isDrawn || this.busy) return;
    const strokes = this.drawing.strokes.map((stroke) => stroke.map(([x, y]): Point => [x, y]));
    if (await this.#call('sign_visit', who, strokes)) this.signing = null;
  }

  /** Takes a signature away. */
  async remove(who: Signatory): Promise<void> {
    await this.#call('unsign_visit', who, []);
  }

  async #call(command: 'sign_visit' | 'unsign_visit', { side, name }: Signatory, strokes: Point[][]): Promise<boolean> {
    this.busy = true;
    try {
      this.#take(await call(command, { application: this.#application, side, name, strokes }));
      this.fault = null;
      return true;
    } catch (said) {
      this.fault = toFault(said, command);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
