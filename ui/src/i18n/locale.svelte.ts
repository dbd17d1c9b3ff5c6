// The language in force. Owns the one reactive value that everything said depends on, so that a
// switch needs no reload. Trap: `lang` of the document decides which CJK forms are drawn.

/** Languages of the catalogue, the first one being the fallback. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
/** A language of the catalogue. */
export type Language = (typeof LANGUAGES)[number];

/** Whether there is a catalogue for `tag`. */
export const isLanguage = (tag: string): tag is Language => (LANGUAGES as readonly string[]).includes(tag);

let current = $state<Language>('zh-CN');
let zone = $state('Asia/Shanghai');

/** The language and the time zone in which things are said. */
export const locale = {
  get language(): Language {
    return current;
  },
  set language(next: Language) {
    current = next;
    document.documentElement.lang = next;
  },
  /** Time zone of the round; never that of the laptop. */
  get zone(): string {
    return zone;
  },
  set zone(next: string) {
    zone = next;
  },
};
