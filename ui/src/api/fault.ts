// Refusals of the program as real errors. Owns the only place where what came over the wire
// becomes one. Trap: `message` holds the code alone, since messages end up in logs.
import type { NoticeView } from './types';

/** A refusal: what happened in both languages, and a code for the telephone. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** Four characters. */
  readonly code: string;
  /** Sentences in both languages. */
  readonly notice: NoticeView;
  /** Which command was refused. */
  readonly command: string;

  constructor(notice: NoticeView, command: string, cause?: unknown) {
    super(notice.code, { cause });
    this.code = notice.code;
    this.notice = notice;
    this.command = command;
  }
}

/** Code of what nobody foresaw: the program did not answer, or not in a form we know. */
export const UNANSWERED = 'U001';

function isNotice(said: unknown): said is NoticeView {
  if (typeof said !== 'object' || said === null) return false;
  const { code, zh, en, place } = said as Record<string, unknown>;
  return [code, zh, en, place].every((part) => typeof part === 'string');
}

/** Whatever a command rejected with, as a fault. */
export function toFault(said: unknown, command: string): Fault {
  if (said instanceof Fault) return said;
  if (isNotice(said)) return new Fault(said, command);
  return new Fault({ code: UNANSWERED, zh: '', en: '', place: '' }, command, said);
}
