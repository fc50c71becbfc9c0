import { existsSync } from 'node:fs';
import { Database } from '../database/database.js';
import { RedstartError } from '../errors/error.js';
import type { StoredSchema } from '../maintenance/stored-schema.js';
import type { Model, ModelClass } from '../model/model.js';
import { type Misuse, type Question, readArguments, type ServerPlace, type Upkeep } from './arguments.js';
import { COMMANDS, type Say } from './commands.js';
import { modelsOf } from './models.js';
import { QUERIES } from './queries.js';
import { inCommandWords } from './words.js';

/** How a command ended: all is well, something is wrong, it could not be run. */
type ExitStatus = 0 | 1 | 2;

type Options = Parameters<typeof Database.connect>[1];

/** The database at a place; of a folder that is not there why it is none: the library would make it. */
async function open({ url, dir }: ServerPlace, options?: Options): Promise<Database | Misuse> {
  // the embedded server listens on a socket
  if (dir === undefined) return Database.connect(url?.startsWith('/') ? { path: url } : url, options);
  if (existsSync(dir)) return Database.embedded({ ...options, dir });
  return { problem: `There is no folder ${JSON.stringify(dir)}. Name that of Database.embedded({ dir }).` };
}

/** What is wrong with a namespace that has no model, where others have some. */
function elsewhere(namespace: string, schemas: readonly StoredSchema[], what = 'model'): string | undefined {
  const names = [...new Set(schemas.map((schema) => JSON.stringify(schema.namespace)))].sort();
  if (names.length === 0) return undefined;
  return `The namespace ${JSON.stringify(namespace)} has no ${what}. Name one that has, by --namespace: ${names.join(', ')}.`;
}

async function keep({ command, models, place, namespace }: Upkeep, say: Say): Promise<ExitStatus | Misuse> {
  const opened = await open(place);
  if ('problem' in opened) return opened;
  await using db = opened;
  const all = await db.storedSchemas(namespace);
  const unknown = models.find((name) => all.every(({ model }) => model !== name));
  if (unknown !== undefined) return { problem: `The server knows no model ${JSON.stringify(unknown)}. Mend the name.` };
  const chosen = all.filter(({ model }) => models.length === 0 || models.includes(model));
  if (all.length === 0 && namespace !== undefined) {
    const problem = elsewhere(namespace, await db.storedSchemas());
    if (problem !== undefined) return { problem };
  }
  if (chosen.length === 0) say('The server knows no models: none was written yet.');
  let isWell = true;
  for (const schema of chosen) isWell = (await COMMANDS[command](schema, say)) && isWell;
  return isWell ? 0 : 1;
}

const nameOf = (model: ModelClass): string => (model as unknown as typeof Model).modelName;

/** Whether the model of a question is known in another namespace alone. */
async function misplaced(db: Database, { model }: Question): Promise<Misuse | undefined> {
  const isAsked = (schema: StoredSchema) => schema.model === model;
  if ((await db.storedSchemas(db.namespace)).some(isAsked)) return undefined;
  const problem = elsewhere(db.namespace, (await db.storedSchemas()).filter(isAsked), model);
  return problem === undefined ? undefined : { problem };
}

async function answer(
  db: Database,
  models: readonly ModelClass[],
  question: Question,
  say: Say,
): Promise<ExitStatus | Misuse> {
  const model = models.find((each) => nameOf(each) === question.model);
  if (model) {
    const wrong = await misplaced(db, question);
    if (wrong) return wrong;
    await QUERIES[question.query](model, question, say);
    return 0;
  }
  const known = models.map(nameOf).join(', ');
  return { problem: `${question.file} has no model ${JSON.stringify(question.model)}. Use one of: ${known}.` };
}

async function ask(question: Question, say: Say): Promise<ExitStatus | Misuse> {
  const { file, place, namespace } = question;
  const found = await modelsOf(file);
  if ('problem' in found) return found;
  const { models } = found;
  const opened = await open(place, { models, ...(namespace !== undefined && { namespace }) });
  if ('problem' in opened) return opened;
  await using db = opened;
  return await answer(db, models, question, say);
}

/** Do what the arguments of a command line ask. */
export async function runCommand(args: readonly string[], say: Say, complain: Say): Promise<ExitStatus> {
  const request = readArguments(args);
  if (typeof request === 'string') {
    say(request);
    return 0;
  }
  try {
    const result = 'problem' in request ? request : await ('query' in request ? ask(request, say) : keep(request, say));
    if (typeof result === 'number') return result;
    complain(result.problem);
  } catch (error) {
    if (!(error instanceof RedstartError)) throw error;
    complain(inCommandWords(error));
  }
  return 2;
}
