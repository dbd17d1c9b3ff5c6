// Marks as dots and as words. Owns which look a mark has; where it stands is the plot's.
import type { PanelMark } from '$api';
import { pick, say } from '$i18n';
import { whoIs } from '../who';

interface Dot {
  value: number;
  look: 'plain' | 'dropped' | 'diverges';
  label: string;
}

/** What one mark says: who and what. */
const said = (mark: PanelMark): string => say('panel-mark-of', { who: whoIs(mark.who), mark: mark.value ?? pick(mark.text) });

/** The dots of marks that are numbers. */
export const dotsOf = (marks: readonly PanelMark[]): Dot[] =>
  marks.flatMap((mark) =>
    mark.value === null ? [] : [{ value: Number(mark.value), look: mark.diverges ? 'diverges' : mark.dropped ? 'dropped' : 'plain', label: said(mark) }],
  );

/** All of them in words, for those who listen. */
export const inWords = (marks: readonly PanelMark[]): string => marks.map(said).join(say('list-separator'));
