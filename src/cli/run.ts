import { Database } from '../database/database.js';
import { RedstartError } from '../errors/error.js';
import { HELP, type Misuse, type Request, readArguments } from './arguments.js';
import { COMMANDS, type Say } from './commands.js';

/** How a command ended: all is well, something is wrong, it could not be run. */
export type ExitStatus = 0 | 1 | 2;

async function runRequest({ command, models, url, namespace }: Request, say: Say): Promise<ExitStatus | Misuse> {
  // the embedded server listens on a socket
  await using db = await Database.connect(url?.startsWith('/') ? { path: url } : url);
  const all = await db.storedSchemas(namespace);
  const unknown = models.find((name) => all.every(({ model }) => model !== name));
  if (unknown !== undefined) return { problem: `The server knows no model ${JSON.stringify(unknown)}. Mend the name.` };
  const chosen = all.filter(({ model }) => models.length === 0 || models.includes(model));
  if (chosen.length === 0) say('The server knows no models: none was written yet.');
  let isWell = true;
  for (const schema of chosen) isWell = (await COMMANDS[command](schema, say)) && isWell;
  return isWell ? 0 : 1;
}

/** Do what the arguments of a command line ask. */
export async function runCommand(args: readonly string[], say: Say, complain: Say): Promise<ExitStatus> {
  const request = readArguments(args);
  if (!request) {
    say(HELP);
    return 0;
  }
  try {
    const result = 'problem' in request ? request : await runRequest(request, say);
    if (typeof result === 'number') return result;
    complain(result.problem);
  } catch (error) {
    if (!(error instanceof RedstartError)) throw error;
    complain(error.message);
  }
  return 2;
}
