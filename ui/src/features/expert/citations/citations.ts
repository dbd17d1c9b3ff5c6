// The citations of an application as a list to work through. Owns its order: what serves nothing
// yet comes first, then by item and page.
import type { CitationView, RailLeaf } from '$api';

/** Whether it serves nothing yet. */
export const isLoose = ({ indicators, facts }: Pick<CitationView, 'indicators' | 'facts'>): boolean => indicators.length === 0 && facts.length === 0;

/** Loose ones first, each part by item and page; of the same page the oldest first. */
export function inOrder(citations: readonly CitationView[]): CitationView[] {
  const by = (a: CitationView, b: CitationView): number =>
    Number(isLoose(b)) - Number(isLoose(a)) || a.evidence.localeCompare(b.evidence) || a.page - b.page;
  return [...citations].sort(by);
}

/** Leaves to choose from: those that require the item first, each part in the order of the scheme. */
export function offered(leaves: readonly RailLeaf[], requiring: readonly string[]): { fit: RailLeaf[]; others: RailLeaf[] } {
  const isFit = ({ indicator }: RailLeaf): boolean => requiring.includes(indicator);
  return { fit: leaves.filter(isFit), others: leaves.filter((leaf) => !isFit(leaf)) };
}
