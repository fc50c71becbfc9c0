/** A Lua script as embedded by scripts/embed.ts: its text, and the names of its KEYS and ARGV in order. */
export interface Script {
  readonly name: string;
  readonly sha1: string;
  readonly keys: readonly string[];
  readonly args: readonly string[];
  /** the name of what follows the numbered arguments, where a script takes a list of any length */
  readonly rest?: string;
  readonly source: string;
}

/** What may be sent to a script. Buffers carry any byte. */
export type Argument = string | number | Buffer;

/** The named input of a script, derived from its header. */
export interface Input<S extends Script> {
  readonly keys: { readonly [K in S['keys'][number]]: string };
  readonly args: { readonly [A in S['args'][number]]: Argument };
  readonly rest?: readonly Argument[];
}
