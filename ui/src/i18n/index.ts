// Words for people. Owns the public face of the catalogue: `say` for messages, `pick` for texts
// that came in both languages, and formats that depend on the language.
export { isLanguage, LANGUAGES, locale, type Language } from './locale.svelte';
export { has, pick, say, type PlainId } from './say';
export type { MessageArgs, MessageId } from './messages';
export { bytes, dayAndTime, dayOf, number, percent, shortDayAndTime, timeOf } from './format';
