import type { Argument } from '../redis/connection.js';

/** A Lua script as embedded by scripts/embed.ts: its text, and the names of its KEYS and ARGV in order. */
export interface Script {
  readonly name: string;
  readonly sha1: string;
  readonly keys: readonly string[];
  readonly args: readonly string[];
  /** the name of what follows the numbered arguments, where a script takes a list of any length */
  readonly rest?: string;
  /** it writes nothing, so that a replica may run it */
  readonly readOnly: boolean;
  readonly source: string;
  /** how much of the text, in characters, only defines functions: as a function of the server that part runs once */
  readonly library?: number;
}

/** The named input of a script, derived from its header. */
export interface Input<S extends Script> {
  readonly keys: { readonly [K in S['keys'][number]]: string };
  readonly args: { readonly [A in S['args'][number]]: Argument };
  readonly rest?: readonly Argument[];
}
