// Message files as bundles. Owns reading them; both languages are built in, nothing is fetched.
import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { Language } from './locale.svelte';

const files: Record<Language, Record<string, string>> = {
  'zh-CN': import.meta.glob<string>('./zh-CN/*.ftl', { query: '?raw', import: 'default', eager: true }),
  en: import.meta.glob<string>('./en/*.ftl', { query: '?raw', import: 'default', eager: true }),
};

function bundleOf(language: Language): FluentBundle {
  const bundle = new FluentBundle(language, { useIsolating: false });
  for (const text of Object.values(files[language])) {
    bundle.addResource(new FluentResource(text));
  }
  return bundle;
}

/** One bundle per language. */
export const bundles: Record<Language, FluentBundle> = { 'zh-CN': bundleOf('zh-CN'), en: bundleOf('en') };
