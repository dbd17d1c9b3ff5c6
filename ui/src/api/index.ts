// The program's commands and the shapes that cross. Owns the public face of this folder.
export { call, type CommandName, type Request, type Response } from './client';
export { CODES } from './codes';
export { Fault, toFault, UNANSWERED } from './fault';
export type * from './types';
