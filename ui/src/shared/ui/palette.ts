// Which acts fit what was typed. Owns the order: where the words stand earliest comes first.

/** Those of `items` whose text holds all words, earliest find first; all when nothing was typed. */
export function fitting<T>(items: readonly T[], words: string, textOf: (item: T) => string): T[] {
  const wanted = words.toLocaleLowerCase().split(/\s+/).filter((word) => word !== '');
  const ranked = items.map((item) => {
    const text = textOf(item).toLocaleLowerCase();
    const places = wanted.map((word) => text.indexOf(word));
    return { item, isFit: places.every((place) => place >= 0), rank: places[0] ?? 0 };
  });
  return ranked.filter(({ isFit }) => isFit).sort((a, b) => a.rank - b.rank).map(({ item }) => item);
}
