// The guides as they stand in docs/, one per workspace, read into parts that are drawn by components. Owns
// which parts exist: headings, paragraphs, lists, tables, quotes, pictures. What is none of these is
// left out, so nothing of the text can become markup. Trap: pictures are those found when the
// window was built; one that was not taken yet is left out with its place.
import { marked, type Token, type Tokens } from 'marked';
import type { Workspace } from '$api';

const texts = import.meta.glob<string>('../../../../docs/guide-*.zh-CN.md', { query: '?raw', import: 'default', eager: true });
const files = import.meta.glob<string>('../../../../docs/pictures/*.png', { query: '?url', import: 'default', eager: true });

/** Addresses of pictures by their names. */
const pictures: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(files).map(([path, url]) => [path.split('/').at(-1) ?? '', url]));

/** Where a picture of the guide lies in the built window, if it was there. */
export const pictureOf = (href: string): string | undefined => pictures[href.split('/').at(-1) ?? ''];

/** A chapter: its heading and what stands below it. */
export interface Chapter {
  id: string;
  title: string;
  tokens: Token[];
}

/** Chapters of a text: one per heading of the second rank; what comes before is the first. */
export function chaptersOf(markdown: string): Chapter[] {
  const chapters: Chapter[] = [];
  for (const token of marked.lexer(markdown)) {
    const heading = token.type === 'heading' ? (token as Tokens.Heading) : null;
    if (heading && heading.depth <= 2) chapters.push({ id: `guide-${chapters.length}`, title: heading.text, tokens: [] });
    else chapters.at(-1)?.tokens.push(token);
  }
  return chapters;
}

const guides = new Map<Workspace, readonly Chapter[]>();

/** The guide of a workspace; that for experts where it has none yet. */
export function guideOf(workspace: Workspace): readonly Chapter[] {
  const known = guides.get(workspace);
  if (known) return known;
  const text = texts[`../../../../docs/guide-${workspace}.zh-CN.md`] ?? texts['../../../../docs/guide-expert.zh-CN.md'];
  const guide = chaptersOf(text ?? '');
  guides.set(workspace, guide);
  return guide;
}
