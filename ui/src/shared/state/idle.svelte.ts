// Minutes without a hand on the laptop. Owns the timer alone; what happens then is the caller's.
// Trap: a laptop that slept wakes with timers late, so the clock is asked, not the timer.

/** Milliseconds between two looks at the clock. */
const EVERY = 5_000;

/** Calls `then` once when nobody touched the window for `minutes()`; 0 never. */
export function watchIdle(minutes: () => number, then: () => void, now: () => number = Date.now): () => void {
  let touched = now();
  const touch = (): void => {
    touched = now();
  };
  const look = (): void => {
    const limit = minutes() * 60_000;
    if (limit === 0 || now() - touched < limit) return;
    touch();
    then();
  };
  const events = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;
  for (const event of events) window.addEventListener(event, touch, { passive: true, capture: true });
  const timer = setInterval(look, EVERY);
  return () => {
    clearInterval(timer);
    for (const event of events) window.removeEventListener(event, touch, { capture: true });
  };
}
