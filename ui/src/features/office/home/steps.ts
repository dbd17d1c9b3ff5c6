// The steps of a round as the home shows them: how far each is, and which comes next. Owns their
// order and words; which one is next the program says.
import type { OfficeRound } from '$api';
import { say } from '$i18n';
import type { Screen } from '../session.svelte';

/** How far a step is. */
export type StepState = 'done' | 'next' | 'open';

/** Steps as the home names them. */
export type Part = 'materials' | 'roster' | 'committee' | 'draw' | 'assign' | 'pack' | 'hand-out' | 'collect';

/** A step of a round. */
export interface Step {
  id: Part;
  screen: Screen;
  state: StepState;
  text: string;
}

const NEXT: Record<string, Part> = {
  enrol: 'roster',
  confirm: 'roster',
  committee: 'committee',
  draw: 'draw',
  assign: 'assign',
  pack: 'pack',
  hand_out: 'hand-out',
  collect: 'collect',
};

/** The steps of `round`; `next` is the one the program names. */
export function stepsOf(round: OfficeRound, next: string): Step[] {
  const step = (id: Part, screen: Screen, done: boolean, text: string): Step => ({
    id,
    screen,
    state: NEXT[next] === id ? 'next' : done ? 'done' : 'open',
    text,
  });
  const packed = round.edition > 0;
  return [
    step('materials', 'materials', round.applications > 0, say('office-how-materials', { count: round.applications })),
    step('roster', 'roster', round.draws > 0, say('office-how-roster', { confirmed: round.confirmed, count: round.roster })),
    step('committee', 'roster', round.committee, say(round.committee ? 'office-how-committee' : 'office-how-none')),
    step('draw', 'draw', round.draws > 0, round.draws > 0 ? say('office-how-draw', { count: round.draws }) : say('office-how-none')),
    step('assign', 'draw', round.assigned, say(round.assigned ? 'office-how-assign' : 'office-how-none')),
    step('pack', 'packing', packed, packed ? say('office-how-pack', { edition: round.edition }) : say('office-how-none')),
    step('hand-out', 'board', packed && round.handed_out === round.tickets, say('office-how-part', { done: round.handed_out, count: round.tickets })),
    step('collect', 'board', packed && round.receipted === round.experts, say('office-how-part', { done: round.receipted, count: round.experts })),
  ];
}
