// What is missing and what is unusual, in words, and where on the desk it can be mended. Owns both
// for every kind the program knows; an unknown kind is shown by its name and leads to the card.
import type { CheckItem } from '$api';
import { has, say } from '$i18n';
import type { Goal } from '../session.svelte';

/** Names of leaves and of opinion fields by code. */
export type Names = Readonly<Record<string, string>>;

/** What a point is about: the leaf or the field by its name. */
export function subject({ indicator, field }: CheckItem, names: Names): string {
  if (indicator !== null) return [indicator, names[indicator] ?? ''].filter((part) => part !== '').join(' ');
  return field === null ? '' : (names[field] ?? field);
}

/** What is the matter with it. `names` holds enterprises by application besides. */
export function pointed(item: CheckItem, names: Names): string {
  const other = item.other === null ? '' : (names[item.other] ?? item.other);
  if (item.kind === 'equal-text') return say('check-equal-text', { other });
  if (item.kind === 'name-in-text') return item.other === null ? say('check-own-name-in-text') : say('check-name-in-text', { other });
  const id = `check-${item.kind}`;
  return has(id) ? say(id as 'check-missing-mark') : item.kind;
}

/** The place on the desk where it can be mended. */
export function goalOf({ kind, indicator, field }: CheckItem): Goal {
  if (kind === 'missing-fact-sheet') return { view: 'facts' };
  if (indicator !== null) return { indicator, view: 'card' };
  return { view: field !== null || kind === 'missing-recommendation' ? 'opinion' : 'card' };
}
