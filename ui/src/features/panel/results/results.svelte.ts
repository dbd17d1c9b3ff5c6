// The ranking as it is looked at: filters, order, the cut line. Owns what is shown; every number came
// from the program and stays a text.
import { call, type PanelResultRow, type PanelResults } from '$api';
import { Shown } from '../panel.svelte';

/** What the rows may be ordered by. */
export type Order = 'place' | 'range' | 'enterprise' | 'unit';

/** Which rows are shown. */
export const SHOWN = ['all', 'proposed', 'line', 'out'] as const;
/** A choice among them. */
export type ShownResults = (typeof SHOWN)[number];
/** Places around the cut line that count as near it. */
const NEAR = 8;

const LAST = Number.MAX_SAFE_INTEGER;
const placeOf = (row: PanelResultRow): number => row.place ?? LAST;

/** The screen of results. */
export class Results {
  readonly results = new Shown<PanelResults>(() => call('panel_results'));
  kind = $state('');
  unit = $state('');
  words = $state('');
  shown = $state<ShownResults>('all');
  order = $state<Order>('place');

  /** Place of the last proposed application before the cut line. */
  get cutPlace(): number | null {
    const { data } = this.results;
    return data && data.cut !== null ? (data.rows[data.cut]?.place ?? null) : null;
  }

  #isShown(row: PanelResultRow): boolean {
    if (this.shown === 'proposed') return row.proposed;
    if (this.shown === 'out') return row.place === null;
    if (this.shown === 'line') return row.place !== null && this.cutPlace !== null && Math.abs(row.place - this.cutPlace) <= NEAR;
    return true;
  }

  /** Rows that are shown, in order. */
  get rows(): PanelResultRow[] {
    const rows = (this.results.data?.rows ?? []).filter(
      (row) =>
        this.#isShown(row) &&
        (this.kind === '' || row.kind === this.kind) &&
        (this.unit === '' || row.unit === this.unit) &&
        (this.words === '' || row.enterprise.includes(this.words) || row.application.includes(this.words)),
    );
    if (this.order === 'range') return rows.sort((a, b) => Number(b.range ?? -1) - Number(a.range ?? -1));
    if (this.order === 'enterprise') return rows.sort((a, b) => a.enterprise.localeCompare(b.enterprise, 'zh-CN'));
    if (this.order === 'unit') return rows.sort((a, b) => a.unit.localeCompare(b.unit) || placeOf(a) - placeOf(b));
    return rows;
  }

  /** The row below which the cut line is drawn; none unless rows stand in order of places. */
  get cut(): string | null {
    if (this.order !== 'place' || this.cutPlace === null) return null;
    const above = this.rows.filter((row) => row.place !== null && row.place <= (this.cutPlace ?? 0));
    return above.at(-1)?.application ?? null;
  }

  /** The place in the chosen group: type, unit or all. */
  placeIn(row: PanelResultRow): number | null {
    if (this.kind !== '' && this.unit === '') return row.place_in_kind;
    if (this.unit !== '' && this.kind === '') return row.place_in_unit;
    return row.place;
  }

  /** Least and greatest total of all, for strips that can be compared. */
  get scale(): [number, number] {
    const totals = (this.results.data?.rows ?? []).flatMap((row) => row.totals.map(Number));
    return totals.length === 0 ? [0, 100] : [Math.floor(Math.min(...totals)), Math.ceil(Math.max(...totals))];
  }

  /** What is shown now counts as looked at. */
  async looked(): Promise<void> {
    await this.results.act(async () => {
      this.results.data = await call('panel_looked');
    });
  }
}
