// A fictitious application marked on a scheme. Owns what is typed for it; every number comes from
// the program. Trap: an answer to older marks is dropped, or a slow one would stand under new marks.
import { call, toFault, type Fault, type OfficeScheme, type OfficeSchemeChoice, type OfficeTried } from '$api';

/** One trial. */
export class TrialOf {
  type = $state('');
  marks = $state<Record<string, string>>({});
  fields = $state<Record<string, string>>({});
  tried = $state.raw<OfficeTried | null>(null);
  fault = $state.raw<Fault | null>(null);
  readonly scheme: OfficeScheme;
  readonly #choice: OfficeSchemeChoice;
  #asked = 0;

  constructor(scheme: OfficeScheme, choice: OfficeSchemeChoice) {
    this.scheme = scheme;
    this.#choice = choice;
    this.type = scheme.types[0]?.code ?? '';
    this.marks = Object.fromEntries(scheme.leaves.filter((leaf) => leaf.typed).map((leaf) => [leaf.code, leaf.middle]));
  }

  /** What a leaf comes to. */
  leaf(code: string): OfficeTried['leaves'][number] | undefined {
    return this.tried?.leaves.find((leaf) => leaf.indicator === code);
  }

  /** Asks the program what it comes to. */
  async go(): Promise<void> {
    const asked = (this.#asked += 1);
    const typed = (values: Record<string, string>): [string, string][] => Object.entries(values).filter(([, value]) => value.trim() !== '');
    try {
      const request = { scheme: this.#choice, enterprise_type: this.type, fields: typed(this.fields), marks: typed(this.marks) };
      const tried = await call('office_try', request);
      if (asked === this.#asked) [this.tried, this.fault] = [tried, null];
    } catch (said) {
      if (asked === this.#asked) [this.tried, this.fault] = [null, toFault(said, 'office_try')];
    }
  }
}
