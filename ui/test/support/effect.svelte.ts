// Effects outside of components. Owns a root for them in unit tests.

/** Runs an effect until the result is called. */
export const watch = (effect: () => void): (() => void) =>
  $effect.root(() => {
    $effect(effect);
  });
