// Own marks of one leaf on two applications side by side. Owns which two; marks are not changed
// here. Trap: an application that was sealed or recused meanwhile may refuse its card; its column
// says so and the other one stays.
import { call, toFault, type CitationView, type Fault, type LeafCard, type OwnMark } from '$api';
import { scoreOf } from '../desk/judgement';
import { compare } from '../desk/scale';

/** One of the two. */
export interface Column {
  mark: OwnMark;
  card: LeafCard | null;
  citations: readonly CitationView[];
  fault: Fault | null;
}

/** Highest first; what is no score comes last, in reading order. */
export function byMark(own: readonly OwnMark[]): OwnMark[] {
  return [...own].sort((a, b) => {
    const [one, other] = [scoreOf(a.judgement), scoreOf(b.judgement)];
    if (one === null || other === null) return Number(one === null) - Number(other === null) || a.number - b.number;
    return compare(other, one) || a.number - b.number;
  });
}

/** The comparison of one leaf. */
export class Compare {
  card = $state.raw<LeafCard | null>(null);
  fault = $state.raw<Fault | null>(null);
  columns = $state.raw<readonly [Column | null, Column | null]>([null, null]);
  /** Which column a click fills. */
  side = $state<0 | 1>(1);

  constructor(readonly indicator: string) {}

  /** Own marks of the leaf, highest first. */
  get own(): OwnMark[] {
    return byMark(this.card?.own ?? []);
  }

  /** Reads the marks; the one on the desk comes left, its nearest neighbour right. */
  async load(application: string): Promise<void> {
    try {
      this.card = await call('leaf_card', { application, indicator: this.indicator });
    } catch (said) {
      this.fault = toFault(said, 'leaf_card');
      return;
    }
    const at = this.own.findIndex((mark) => mark.application === application);
    const [first, second] = at < 0 ? [this.own[0], this.own[1]] : [this.own[at], this.own[at + 1] ?? this.own[at - 1]];
    await Promise.all([first && this.show(first, 0), second && this.show(second, 1)]);
  }

  /** Shows a mark in a column. */
  async show(mark: OwnMark, side: 0 | 1 = this.side): Promise<void> {
    this.#put(side, { mark, card: null, citations: [], fault: null });
    try {
      const { application } = mark;
      const [card, { citations }] = await Promise.all([call('leaf_card', { application, indicator: this.indicator }), call('citations', { application })]);
      if (this.columns[side]?.mark !== mark) return;
      this.#put(side, { mark, card, citations: citations.filter(({ indicators }) => indicators.includes(this.indicator)), fault: null });
    } catch (said) {
      if (this.columns[side]?.mark === mark) this.#put(side, { mark, card: null, citations: [], fault: toFault(said, 'leaf_card') });
    }
  }

  #put(side: 0 | 1, column: Column): void {
    const [left, right] = this.columns;
    this.columns = side === 0 ? [column, right] : [left, column];
  }
}
