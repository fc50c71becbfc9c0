import { parseArgs } from 'node:util';
import { COMMANDS, type CommandName } from './commands.js';

export const HELP = `Looks after the models that a server knows, without their code and beside programs that use them.

  npx redstart schema                     their fields and indexes
  npx redstart verify                     what their indexes have wrong; writes nothing
  npx redstart repair                     mends it: the entities are right, and the indexes follow
  npx redstart reindex                    builds indexes that are not complete

  npx redstart verify User Post           these models alone
  --url redis://localhost:6379            the server, or the path of its socket; REDIS_URL, or this one, where it is left out
  --namespace blog                        one namespace; all where it is left out
  --help

The exit status is 1 where something is wrong, and 2 where the command could not be run.`;

/** What the command line asks. */
export interface Request {
  readonly command: CommandName;
  /** models; all where there are none */
  readonly models: readonly string[];
  readonly url: string | undefined;
  readonly namespace: string | undefined;
}

/** A command line that asks nothing that there is: why. */
export interface Misuse {
  readonly problem: string;
}

const OPTIONS = {
  url: { type: 'string' },
  namespace: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** What is asked; undefined for help. */
function read(args: readonly string[]): Request | Misuse | undefined {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const [command, ...models] = positionals;
  if (values.help || command === undefined) return undefined;
  const known = Object.keys(COMMANDS);
  if (!known.includes(command))
    return { problem: `There is no command ${JSON.stringify(command)}. Use one of: ${known.join(', ')}.` };
  return { command: command as CommandName, models, url: values.url, namespace: values.namespace };
}

/** What is asked; undefined for help. */
export function readArguments(args: readonly string[]): Request | Misuse | undefined {
  try {
    return read(args);
  } catch (error) {
    // parseArgs throws for options that there are not
    return { problem: (error as Error).message };
  }
}
