// Pictures on their way from the program: who is asked for first, what is dropped, what is kept.
// Owns every picture element of one viewer. A picture is handed out only when it is decoded, so
// that swapping it costs no frame. Trap: an element keeps its pixels until its `src` is gone; what
// is not needed any more must lose it, or the web view grows by megabytes a page.

/** How urgent a picture is. */
export type Urgency = 'visible' | 'next' | 'thumbnail' | 'preview';

/** A picture that is wanted now. */
export interface Want {
  /** What it is a picture of; a newer picture of the same place replaces the older one. */
  place: string;
  /** Address on the page scheme without its urgency; another address is another picture. */
  path: string;
  urgency: Urgency;
  /** Device pixels, to reckon memory. */
  pixels: number;
}

/** A picture that is there. */
export interface Picture {
  place: string;
  path: string;
  image: HTMLImageElement;
  pixels: number;
}

/** What a store of pictures tells. */
export interface PictureListener {
  /** A picture came, or one of this place was dropped (`null`). */
  changed: (place: string, picture: Picture | null) => void;
  /** The program has none. */
  failed: (place: string, path: string) => void;
}

/** Makes a decoded picture of an address; may be given up at any time. */
export interface Loading {
  done: Promise<HTMLImageElement>;
  drop: () => void;
}
export type Load = (url: string) => Loading;

const ORDER: Record<Urgency, number> = { visible: 0, next: 1, thumbnail: 2, preview: 3 };
/** Pictures asked for at one time; the program draws one after another. */
const AT_ONCE = 3;
/** Of these, pictures nobody is looking at yet. */
const AHEAD_AT_ONCE = 1;

/** Pictures that stand in for others until those are there; they have a budget of their own. */
const isPreview = (place: string): boolean => place.startsWith('small:');

/** Takes the pixels of an element away. */
export function drop(image: HTMLImageElement): void {
  image.removeAttribute('src');
  image.remove();
}

/** Loads and decodes by the browser. */
export const loadImage: Load = (url) => {
  const image = new Image();
  image.alt = '';
  image.draggable = false;
  image.decoding = 'async';
  image.src = url;
  return { done: image.decode().then(() => image), drop: () => drop(image) };
};

interface Flight {
  want: Want;
  number: number;
  loading: Loading;
  stale: boolean;
}

/**
 * The pictures of one viewer. Its requests are numbered, and each says which is the oldest that is
 * still wanted, so that the program leaves out what was given up.
 */
export class Pictures {
  readonly #load: Load;
  readonly #urlOf: (want: Want, number: number, oldest: number) => string;
  #number = 0;
  readonly #listener: PictureListener;
  readonly #kept = new Map<string, Picture>();
  readonly #failed = new Set<string>();
  readonly #flights = new Map<string, Flight>();
  #wants: readonly Want[] = [];
  /** Device pixels kept at most, of pictures and of previews, besides what is wanted now. */
  readonly #budget: number;

  constructor(urlOf: (want: Want, number: number, oldest: number) => string, listener: PictureListener, budget = 12_000_000, load: Load = loadImage) {
    this.#urlOf = urlOf;
    this.#listener = listener;
    this.#budget = budget;
    this.#load = load;
  }

  /** Says what is wanted from now on, the most urgent first among equals. */
  want(wants: readonly Want[]): void {
    this.#wants = [...wants].sort((a, b) => ORDER[a.urgency] - ORDER[b.urgency]);
    const paths = new Set(this.#wants.map(({ path }) => path));
    for (const [path, flight] of this.#flights) {
      if (paths.has(path)) continue;
      flight.stale = true;
      flight.loading.drop();
      this.#flights.delete(path);
    }
    this.#trim();
    this.#start();
  }

  /** The picture kept of a place, whatever its address. */
  get(place: string): Picture | null {
    return this.#kept.get(place) ?? null;
  }

  /** Device pixels kept now. */
  get pixels(): number {
    return [...this.#kept.values()].reduce((all, { pixels }) => all + pixels, 0);
  }

  /** Whether everything wanted with this urgency is there. */
  isReady(urgency: Urgency): boolean {
    return this.#wants.every((want) => want.urgency !== urgency || this.#isThere(want));
  }

  /** Tries again what failed. */
  retry(): void {
    this.#failed.clear();
    this.#start();
  }

  /** Drops pictures of some places. */
  forget(isGone: (place: string) => boolean): void {
    for (const place of [...this.#kept.keys()]) if (isGone(place)) this.#forget(place);
  }

  /** Gives everything up. */
  close(): void {
    this.want([]);
    this.forget(() => true);
  }

  #isThere({ place, path }: Want): boolean {
    return this.#kept.get(place)?.path === path || this.#failed.has(path);
  }

  #start(): void {
    for (const want of this.#wants) {
      const flights = [...this.#flights.values()];
      if (flights.length >= AT_ONCE) return;
      const ahead = flights.filter((flight) => flight.want.urgency !== 'visible').length;
      if (want.urgency !== 'visible' && ahead >= AHEAD_AT_ONCE) return;
      if (!this.#flights.has(want.path) && !this.#isThere(want)) this.#fly(want);
    }
  }

  #fly(want: Want): void {
    this.#number += 1;
    const number = this.#number;
    const oldest = Math.min(number, ...[...this.#flights.values()].map((other) => other.number));
    const flight: Flight = { want, number, loading: this.#load(this.#urlOf(want, number, oldest)), stale: false };
    this.#flights.set(want.path, flight);
    flight.loading.done.then(
      (image) => this.#land(flight, image),
      () => this.#land(flight, null),
    );
  }

  #land(flight: Flight, image: HTMLImageElement | null): void {
    const { place, path, pixels } = flight.want;
    if (flight.stale) {
      if (image) drop(image);
      return;
    }
    this.#flights.delete(path);
    if (image) {
      this.#forget(place, false);
      const picture = { place, path, image, pixels };
      this.#kept.set(place, picture);
      this.#listener.changed(place, picture);
    } else {
      this.#failed.add(path);
      this.#listener.failed(place, path);
    }
    this.#trim();
    this.#start();
  }

  /** Drops what was wanted longest ago, until what is left fits. */
  #trim(): void {
    const wanted = new Set(this.#wants.map(({ place }) => place));
    const spare = { preview: 0, picture: 0 };
    for (const picture of [...this.#kept.values()].reverse()) {
      if (wanted.has(picture.place)) {
        // Wanted again: as if it had just come.
        this.#kept.delete(picture.place);
        this.#kept.set(picture.place, picture);
        continue;
      }
      const kind = isPreview(picture.place) ? 'preview' : 'picture';
      spare[kind] += picture.pixels;
      if (spare[kind] > this.#budget) this.#forget(picture.place);
    }
  }

  #forget(place: string, tell = true): void {
    const picture = this.#kept.get(place);
    if (!picture) return;
    this.#kept.delete(place);
    if (tell) this.#listener.changed(place, null);
    drop(picture.image);
  }
}
