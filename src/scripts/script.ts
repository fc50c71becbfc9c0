import type { Argument } from '../redis/connection/connection.js';

/** A Lua script as embedded by scripts/embed.ts: its text, and the names of its KEYS and ARGV in order. */
export interface Script<K extends string = string, A extends string = string> {
  readonly name: string;
  readonly sha1: string;
  readonly keys: readonly K[];
  readonly args: readonly A[];
  /** the name of what follows the numbered arguments, where a script takes a list of any length */
  readonly rest?: string | undefined;
  /** it writes nothing, so that a replica may run it */
  readonly readOnly: boolean;
  /** it removes, so that a server that is full may run it */
  readonly freesMemory?: boolean;
  readonly source: string;
  /** how much of the text, in characters, only defines functions: as a function of the server that part runs once */
  readonly library?: number;
}

/** The named input of a script, derived from its header. */
export interface Input<K extends string = string, A extends string = string> {
  readonly keys: { readonly [P in K]: string };
  readonly args: { readonly [P in A]: Argument };
  readonly rest?: readonly Argument[];
}
