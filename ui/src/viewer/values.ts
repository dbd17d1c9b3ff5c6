// Sets and maps as values: a change makes another one, so that a state that holds one is told.

/** The members of both. */
export const joined = <T>(set: Iterable<T>, more: Iterable<T> = []): ReadonlySet<T> => new Set([...set, ...more]);

/** A map with one more entry. */
export const withEntry = <K, V>(map: Iterable<readonly [K, V]>, ...more: (readonly [K, V])[]): ReadonlyMap<K, V> => new Map([...map, ...more]);
