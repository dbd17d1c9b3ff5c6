// The small round that all browser specs share: made once by a program of the tests, copied by each
// host. Owns the making; `host.ts` starts programs over it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

/** An expert of the round. */
export interface Expert {
  name: string;
  store: string;
  ticket: string;
}

/** A panel whose bundles wait to be opened. */
export interface PanelThings {
  /** Store of the chair, who has imported nothing yet. */
  chair: string;
  /** Store of the second holder. */
  holder: string;
  /** Package, ticket, root and register. */
  files: string[];
  bundles: string[];
  /** Share files of both. */
  shares: string[];
}

/** The office before packing. */
export interface OfficeStore {
  store: string;
  materials: string;
}

/** What lies where. */
export interface Round {
  passphrase: string;
  clock: string;
  package: string;
  root: string;
  /** Has imported and pledged. */
  begun: Expert;
  /** Has an identity and nothing else. */
  fresh: Expert;
  /** A visit team with an identity, and a package with its ticket. */
  team: Expert & { package: string };
  panel: PanelThings;
  office: OfficeStore;
  /** Store of the office that packed, where bundles come in. */
  station: string;
  /** Cards of the experts who were drawn, and of somebody who was not. */
  cards: { experts: string[]; stranger: string };
  /** The application over the hard documents, when it was asked for and the test data is there. */
  hard: HardApplication | null;
}

/** An application over documents that are hard to show. */
export interface HardApplication {
  enterprise: string;
  documents: { title: string; file: string; why: string }[];
}

declare module 'vitest' {
  export interface ProvidedContext {
    round: Round;
  }
}

/** Where the programs lie that cargo built. */
export const programs = (): string =>
  process.env['HENGPING_PROGRAMS'] ?? join(import.meta.dirname, '../../../../target/debug');

/** Lays a round into a folder. */
export function lay(folder: string, ...words: string[]): Round {
  const said = execFileSync(join(programs(), 'hengping-tests-stage'), [...words, join(folder, 'round')]);
  return JSON.parse(said.toString()) as Round;
}

export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'hengping-round-'));
  project.provide('round', lay(folder));
  return () => rmSync(folder, { recursive: true, force: true });
}
