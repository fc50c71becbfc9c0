import { parseArgs } from 'node:util';
import { COMMANDS, type CommandName } from './commands.js';
import { QUERIES, type QueryName, type QueryRequest } from './queries.js';
import { VERSION } from './version.js';

export const HELP = `Looks after the models that a server knows, without their code and beside programs that use them.

  npx redstart schema                     their fields and indexes
  npx redstart inspect                    how many entities there are, and what each index takes
  npx redstart verify                     what their indexes have wrong; writes nothing
  npx redstart repair                     mends it: the entities are right, and the indexes follow
  npx redstart reindex                    builds indexes that are not complete

  npx redstart verify User Post           these models alone
  --url redis://localhost:6379            the server, or the path of its socket; REDIS_URL, or this one, where it is left out
  --dir ./data                            the folder of Database.embedded({ dir }), in place of --url
  --namespace blog                        one namespace; all where it is left out
  --help

Asks with the classes of a program:

  npx redstart query User '{"age":{"gte":18}}' --models ./dist/models.js    the rows that fit
  npx redstart explain User '{"age":{"gte":18}}' --models ./dist/models.js  how the server answers
  --models ./dist/models.js               a file of JavaScript that exports the models
  --order '{"age":"desc"}'
  --limit 20
  --scan                                  reads every entity for what no index answers

  npx redstart --version

The exit status is 1 where something is wrong, and 2 where the command could not be run.`;

/** Where the models are: a server, or the folder of an embedded one. */
export interface ServerPlace {
  readonly url: string | undefined;
  readonly dir: string | undefined;
}

interface Asked {
  readonly place: ServerPlace;
  readonly namespace: string | undefined;
}

/** Looks after models. */
export interface Upkeep extends Asked {
  readonly command: CommandName;
  /** all where there are none */
  readonly models: readonly string[];
}

/** Asks for entities of a model. */
export interface Question extends Asked, QueryRequest {
  readonly query: QueryName;
  readonly model: string;
  /** the file that exports it */
  readonly file: string;
}

/** What the command line asks. */
type CommandRequest = Upkeep | Question;

/** A command line that asks nothing that there is: why. */
export interface Misuse {
  readonly problem: string;
}

const OPTIONS = {
  url: { type: 'string' },
  dir: { type: 'string' },
  namespace: { type: 'string' },
  models: { type: 'string' },
  order: { type: 'string' },
  limit: { type: 'string' },
  scan: { type: 'boolean' },
  version: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = {
  readonly [K in keyof typeof OPTIONS]?: ((typeof OPTIONS)[K]['type'] extends 'boolean' ? boolean : string) | undefined;
};

const isOf = <T extends object>(commands: T, command: string): command is keyof T & string =>
  Object.hasOwn(commands, command);

function question(query: QueryName, names: readonly string[], values: Values): Question | Misuse {
  const [model, filter, ...rest] = names;
  const { url, dir, namespace, models: file, order, limit = '20', scan = false } = values;
  if (model === undefined || rest.length > 0)
    return { problem: `${query} takes a model and a condition as JSON: npx redstart ${query} User '{"age":18}'.` };
  if (file === undefined)
    return { problem: `${query} needs the classes. Name the file that exports them: --models ./dist/models.js.` };
  if (!/^[1-9]\d{0,5}$/.test(limit))
    return { problem: `--limit is a whole number from 1 to 999999, not ${JSON.stringify(limit)}.` };
  return { query, model, filter, file, order, limit: Number(limit), scan, place: { url, dir }, namespace };
}

function upkeep(command: CommandName, models: readonly string[], values: Values): Upkeep | Misuse {
  const { url, dir, namespace, models: file, order, limit, scan } = values;
  const foreign = Object.entries({ models: file, order, limit, scan }).find(([, value]) => value !== undefined);
  if (foreign) return { problem: `--${foreign[0]} is for query and explain. Leave it out.` };
  return { command, models, place: { url, dir }, namespace };
}

/** What is asked; text to say where it is about the command itself. */
function read(args: readonly string[]): CommandRequest | Misuse | string {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command, ...names] = positionals;
  if (values.version) return VERSION;
  if (values.help || command === undefined) return HELP;
  if (values.url !== undefined && values.dir !== undefined)
    return { problem: '--url names a server, and --dir a folder. Leave one of them out.' };
  if (isOf(QUERIES, command)) return question(command, names, values);
  if (isOf(COMMANDS, command)) return upkeep(command, names, values);
  const known = [...Object.keys(COMMANDS), ...Object.keys(QUERIES)];
  return { problem: `There is no command ${JSON.stringify(command)}. Use one of: ${known.join(', ')}.` };
}

/** What is asked; text to say where it is about the command itself. */
export function readArguments(args: readonly string[]): CommandRequest | Misuse | string {
  try {
    return read(args);
  } catch (error) {
    // parseArgs throws for options that there are not
    return { problem: (error as Error).message };
  }
}
