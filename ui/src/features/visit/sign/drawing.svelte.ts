// A signature while it is drawn: strokes in ten-thousandths of the width of the field, as the record
// keeps them. Owns thinning. Trap: a pen tells hundreds of points a second; most say nothing.

/** A point of a stroke. */
export type Point = [number, number];

/** Width of every field, whatever its size on the screen. */
export const WIDTH = 10_000;
/** Height of a field in the same measure. */
export const HEIGHT = 3_000;
/** Least distance of two points that are kept. */
const STEP = 30;

/** Strokes of one signature. */
export class Drawing {
  strokes = $state.raw<readonly (readonly Point[])[]>([]);
  #current: Point[] | null = null;

  /** Whether something was drawn. */
  get isDrawn(): boolean {
    return this.strokes.some((stroke) => stroke.length > 1);
  }

  /** The pen comes down; places are shares of the width of the field. */
  down(x: number, y: number): void {
    this.#current = [at(x, y)];
    this.strokes = [...this.strokes, this.#current];
  }
  /** The pen moves. */
  move(x: number, y: number): void {
    const [last, point] = [this.#current?.at(-1), at(x, y)];
    if (!this.#current || !last || Math.hypot(last[0] - point[0], last[1] - point[1]) < STEP) return;
    this.#current = [...this.#current, point];
    this.strokes = [...this.strokes.slice(0, -1), this.#current];
  }
  /** The pen goes up; a touch is no stroke. */
  up(): void {
    this.#current = null;
    this.strokes = this.strokes.filter((stroke) => stroke.length > 1);
  }
  /** Begins again. */
  clear(): void {
    this.#current = null;
    this.strokes = [];
  }
}

const within = (value: number, most: number): number => Math.round(Math.min(most, Math.max(0, value)));
const at = (x: number, y: number): Point => [within(x * WIDTH, WIDTH), within(y * WIDTH, HEIGHT)];

/** Path data of strokes. */
export const pathOf = (strokes: readonly (readonly (readonly [number, number])[])[]): string =>
  strokes.map((stroke) => stroke.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')).join('');
