// Calls of the program's commands, typed by the generated table. Owns nothing between two calls.
import { host } from '$platform';
import { toFault } from './fault';
import type { Commands } from './types';

/** Name of a command. */
export type CommandName = keyof Commands;
/** What a command is asked. */
export type Request<C extends CommandName> = Commands[C]['request'];
/** What a command answers. */
export type Response<C extends CommandName> = Commands[C]['response'];

type Bare = { [C in CommandName]: Record<string, never> extends Request<C> ? C : never }[CommandName];

/**
 * Calls a command. Rejects with a {@link Fault} and nothing else.
 * Commands without arguments may leave the request away.
 */
export async function call<C extends Bare>(command: C): Promise<Response<C>>;
export async function call<C extends CommandName>(command: C, request: Request<C>): Promise<Response<C>>;
export async function call<C extends CommandName>(
  command: C,
  request: Request<C> | Record<string, never> = {},
): Promise<Response<C>> {
  try {
    return (await host().send(command, request)) as Response<C>;
  } catch (said) {
    throw toFault(said, command);
  }
}
