// What a reader asks to be cited. Owns the shape that goes to the desk; the desk makes the citation.
import type { Box } from './geometry';

/** Where a citation goes: the open leaf, the leaves that require this evidence, or the loose ones. */
export type CiteFor = 'leaf' | 'requiring' | 'later';

/** A place to cite: characters, or a box in points of the page. */
export interface CiteRequest {
  page: number;
  characters: [number, number] | null;
  area: Box | null;
  for: CiteFor;
}

/** What may be offered; without an offer nothing can be cited. */
export interface CiteOffer {
  /** Code of the open leaf. */
  leaf: string | null;
  /** How many leaves require this evidence. */
  requiring: number;
}
