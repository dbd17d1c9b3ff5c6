// Draw and assignment. Owns the digits while they are typed. Trap: no single person may choose the
// seed, so nobody's digits stay on the screen once the next person begins.
import { call, toFault, type Fault, type OfficePanel } from '$api';
import { Work } from '../parts/work.svelte';

/** What one person types. */
export interface Typed {
  person: string;
  digits: string;
}

/** Whether somebody's digits count: six to sixty-four of them. */
export const isTyped = ({ person, digits }: Typed): boolean => person.trim() !== '' && /^\d{6,64}$/u.test(digits);

/** The draw of one window. */
export class Panel {
  view = $state.raw<OfficePanel | null>(null);
  fault = $state.raw<Fault | null>(null);
  typed = $state<Typed[]>([
    { person: '', digits: '' },
    { person: '', digits: '' },
  ]);
  reason = $state('');
  readonly work = new Work();

  /** Whether there was a draw already: a further one needs a reason. */
  get again(): boolean {
    return (this.view?.draws.length ?? 0) > 0;
  }

  /** Whether two people typed, under different names. */
  get ready(): boolean {
    const names = this.typed.map(({ person }) => person.trim());
    return this.typed.every(isTyped) && names.every((name, at) => names.indexOf(name) === at) && (!this.again || this.reason.trim() !== '');
  }

  /** Reads the draws. */
  async load(): Promise<void> {
    try {
      this.view = await call('office_panel');
      this.fault = null;
    } catch (said) {
      this.fault = toFault(said, 'office_panel');
    }
  }

  /** Draws. */
  async draw(): Promise<void> {
    if (!this.ready) return;
    const contributions = this.typed.map(({ person, digits }): [string, string] => [person.trim(), digits]);
    const view = await this.work.run('office_draw', { contributions, reason: this.again ? this.reason.trim() : null });
    if (!view) return;
    this.view = view;
    this.typed = [
      { person: '', digits: '' },
      { person: '', digits: '' },
    ];
    this.reason = '';
  }

  /** Assigns the applications to those who were drawn. */
  async assign(): Promise<void> {
    this.view = (await this.work.run('office_assign', {})) ?? this.view;
  }
}
