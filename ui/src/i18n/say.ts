// Saying messages. Owns the typed way into the catalogue; reading `locale.language` inside makes
// every caller in a template follow a switch of language.
import { bundles } from './catalogue';
import { locale } from './locale.svelte';
import type { MessageArgs, MessageId } from './messages';

/** Name of a message without arguments. */
export type PlainId = { [I in MessageId]: keyof MessageArgs[I] extends never ? I : never }[MessageId];

/** The sentence of a message in the language in force. */
export function say<I extends PlainId>(id: I): string;
export function say<I extends MessageId>(id: I, args: MessageArgs[I]): string;
export function say(id: string, args?: Record<string, string | number>): string {
  const bundle = bundles[locale.language];
  const message = bundle.getMessage(id);
  if (!message?.value) return id;
  return bundle.formatPattern(message.value, args ?? null, []);
}

/** Whether the catalogue has a message of this name; for keys that come over the wire. */
export const has = (id: string): id is MessageId => bundles['zh-CN'].hasMessage(id);

/** A text that came in both languages, in the one in force; Chinese where there is no other. */
export const pick = (text: { zh: string; en: string }): string =>
  locale.language === 'en' && text.en !== '' ? text.en : text.zh;
