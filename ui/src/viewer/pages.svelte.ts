// What is in memory of the pages of one document. Owns pictures and layers and hands them to the
// pages that are shown. Trap: all of it is confidential; `close` leaves nothing behind.
import { call, type PageLayer } from '$api';
import { host } from '$platform';
import { Layers } from './layers';
import { Pictures, type Picture, type Want } from './pictures';
import { urgentPath, wantsOf, type Sight, type Source } from './wants';

/** What a page shows. */
export class PageState {
  picture = $state.raw<Picture | null>(null);
  /** Without red seals, while that is asked for. */
  clean = $state.raw<Picture | null>(null);
  thumbnail = $state.raw<Picture | null>(null);
  /** Stands in for the picture until it is there. */
  small = $state.raw<Picture | null>(null);
  tiles = $state.raw<readonly Picture[]>([]);
  layer = $state.raw<PageLayer | null>(null);
  /** The program has no picture of it. */
  failed = $state(false);
}

/** Numbers of views, which tell their requests apart; another run of the window begins elsewhere. */
let views = Math.floor(Math.random() * 2 ** 31);

/** Pages of one document. */
export class Pages {
  /** By page; what changes is in the states. */
  readonly #states: PageState[] = [];
  readonly #pictures: Pictures;
  readonly #layers: Layers;

  constructor(source: Source, came: (layer: PageLayer) => void) {
    views += 1;
    const view = views;
    const urlOf = ({ path, urgency }: Want, number: number, oldest: number): string => host().pageUrl(urgentPath(path, urgency, [view, number, oldest]));
    this.#pictures = new Pictures(urlOf, {
      changed: (place, picture) => this.#put(place, picture),
      failed: (place) => this.#fail(place),
    });
    this.#layers = new Layers(
      (page) => call('page_layer', { ...source, page }),
      (layer) => {
        this.of(layer.page).layer = layer;
        came(layer);
      },
      (page) => {
        this.of(page).layer = null;
      },
    );
  }

  /** What a page shows now. */
  of(page: number): PageState {
    return (this.#states[page] ??= new PageState());
  }

  /** The layer of a page, if it is there. */
  layer(page: number): PageLayer | undefined {
    return this.#layers.get(page);
  }

  /** Says what is in sight now. */
  show(sight: Sight): void {
    this.#pictures.want(wantsOf(sight));
  }

  /** Says of which pages text and links are wanted, the most urgent first. */
  read(pages: readonly number[]): void {
    this.#layers.want(pages);
  }

  /** Tries again what failed. */
  retry(page: number): void {
    this.of(page).failed = false;
    this.#pictures.retry();
  }

  /** Drops the pictures of a page, which was turned. */
  turned(page: number): void {
    this.#pictures.forget((place) => place.split(':')[1] === String(page));
  }

  /** Gives everything up. */
  close(): void {
    this.#pictures.close();
    this.#layers.close();
    this.#states.forEach((state) => (state.layer = null));
    this.#states.length = 0;
  }

  #put(place: string, picture: Picture | null): void {
    const [kind, page] = place.split(':');
    const state = this.of(Number(page));
    if (kind === 'page') state.picture = picture;
    else if (kind === 'clean') state.clean = picture;
    else if (kind === 'thumb') state.thumbnail = picture;
    else if (kind === 'small') state.small = picture;
    else state.tiles = [...state.tiles.filter((tile) => tile.place !== place), ...(picture ? [picture] : [])];
    if (kind === 'page' && picture) state.failed = false;
  }

  #fail(place: string): void {
    const [kind, page] = place.split(':');
    if (kind === 'page') this.of(Number(page)).failed = true;
  }
}
