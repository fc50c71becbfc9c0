import { createHash } from 'node:crypto';
import { UnknownScriptError } from '../errors/server.js';
import type { Argument, Connection } from '../redis/connection/connection.js';
import { natural, nonEmpty } from '../util/check.js';
import { knownOptions } from '../util/options.js';
import { evaluate, type Program } from './run.js';

/** A command of the user's own, written in Lua. */
export interface CommandDefinition {
  /** How many of the arguments are keys; they come first. */
  readonly numberOfKeys: number;
  readonly lua: string;
  /** It writes nothing, so that a replica may run it. @default false */
  readonly readOnly?: boolean | undefined;
}

interface Defined extends Program {
  readonly numberOfKeys: number;
}

const DEFINITION = { lua: true, numberOfKeys: true, readOnly: true } as const;

function compile(name: string, definition: CommandDefinition): Defined {
  const { lua, numberOfKeys, readOnly = false } = knownOptions(`the command ${name}`, definition, DEFINITION);
  natural('numberOfKeys', numberOfKeys);
  const source = nonEmpty('lua', lua);
  return { name, source, readOnly, numberOfKeys, sha1: createHash('sha1').update(source).digest('hex') };
}

/** The commands that the user has defined, by name. */
export class ScriptRegistry {
  private readonly defined = new Map<string, Defined>();

  constructor(private readonly connection: Connection) {}

  define(name: string, definition: CommandDefinition): (...args: Argument[]) => Promise<unknown> {
    const program = compile(nonEmpty('The name of a command', name), definition);
    this.defined.set(name, program);
    return async (...args) => {
      const { numberOfKeys } = program;
      if (args.length < numberOfKeys)
        throw new RangeError(`${name} takes ${numberOfKeys} keys, not ${args.length}. Give the keys first.`);
      return evaluate(this.connection, program, [numberOfKeys, ...args]);
    };
  }

  async run(
    name: string,
    keys: readonly string[],
    args: readonly Argument[],
    via: Connection = this.connection,
  ): Promise<unknown> {
    const program = this.defined.get(name);
    if (!program) throw new UnknownScriptError(name);
    if (keys.length !== program.numberOfKeys)
      throw new RangeError(`${name} takes ${program.numberOfKeys} keys, not ${keys.length}. Give exactly those.`);
    return evaluate(via, program, [keys.length, ...keys, ...args]);
  }
}
