// Zooming by Ctrl and the wheel, by the pinch of a touchpad (which comes as the same) and by two
// fingers on a screen. Owns the gesture. Trap: a passive listener cannot keep the web view from
// zooming the whole window.
import type { Point } from './geometry';

/** What is zoomed. */
export interface Zoomable {
  zoomAt: (factor: number, at: Point) => void;
}

/** Wheel units that double the size. */
const DOUBLE = 300;

/** The factor of a turn of the wheel, whatever its unit; one notch is about a quarter. */
export function factorOf({ deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): number {
  const pixels = deltaY * ([1, 33, 300][deltaMode] ?? 1);
  return 2 ** (-Math.max(-200, Math.min(200, pixels)) / DOUBLE);
}

const middle = (points: readonly Point[]): Point => ({
  x: points.reduce((all, { x }) => all + x, 0) / points.length,
  y: points.reduce((all, { y }) => all + y, 0) / points.length,
});

/** Attaches the gestures to the element that scrolls. */
export const zooming = (view: Zoomable) => (element: HTMLElement): (() => void) => {
  const fingers = new Map<number, Point>();
  let apart = 0;
  const at = ({ x, y }: Point): Point => {
    const { left, top } = element.getBoundingClientRect();
    return { x: x - left, y: y - top };
  };
  const wheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    view.zoomAt(factorOf(event), at({ x: event.clientX, y: event.clientY }));
  };
  const span = (): number => {
    const [a, b] = [...fingers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  const down = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    apart = span();
  };
  const move = (event: PointerEvent): void => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const now = span();
    if (fingers.size !== 2 || apart === 0 || now === 0) return;
    view.zoomAt(now / apart, at(middle([...fingers.values()])));
    apart = now;
  };
  const up = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    apart = span();
  };
  element.addEventListener('wheel', wheel, { passive: false });
  const handlers = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up } as const;
  for (const [name, handler] of Object.entries(handlers)) element.addEventListener(name, handler as EventListener);
  return () => {
    element.removeEventListener('wheel', wheel);
    for (const [name, handler] of Object.entries(handlers)) element.removeEventListener(name, handler as EventListener);
  };
};
