// Loads 135,233 cities and queries them. Nothing has to be installed: a private server is started, and ends with the program.
// Run: npm run demo
//      npm run demo -- --dir ./data               keeps the data there, and finds it the next time
//      npm run demo -- --url redis://localhost    uses a server that runs (keys begin with {redstart-demo})
//      npm run demo -- --help
import { parseArgs } from 'node:util';
import { Database, RedstartError } from 'redstart';
import { City } from './city.js';
import { buildIndex, codeOfIndex, largest } from './later.js';
import { loadCities } from './load.js';
import { codeOf, type Question, questions } from './questions.js';
import { code, heading, milliseconds, note, plan, problem, say, table } from './show.js';
import { codeOfUpdate, undo, update } from './update.js';

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

const HELP = `Loads 135,233 cities and queries them.

npm run demo                                 in a private server, which ends with the program
npm run demo -- --dir ./data                 keeps the data there, and finds it the next time
npm run demo -- --url redis://localhost      in a server that runs; keys begin with {redstart-demo}

NO_COLOR=1 and FORCE_COLOR=1 are obeyed.`;

const onFetch = () => note('There is no server on this machine: one is fetched, once (1.4 MB) ...');

interface Options {
  readonly dir?: string;
  readonly url?: string;
  readonly help?: boolean;
}

function readOptions(): Options {
  const options = { dir: { type: 'string' }, url: { type: 'string' }, help: { type: 'boolean' } } as const;
  return parseArgs({ options }).values;
}

function open({ dir, url }: Options): Promise<Database> {
  const options = { models: [City], namespace: 'redstart-demo' };
  return url ? Database.connect(url, options) : Database.embedded({ ...options, dir, onFetch });
}

async function load(): Promise<void> {
  const start = performance.now();
  const { found, loaded } = await loadCities();
  if (loaded === 0) return note(`${found.toLocaleString('en')} cities are there from an earlier run.`);
  note(`${loaded.toLocaleString('en')} cities, each with six indexes, in ${seconds(start)}.`);
}

/** Print what `show` prints, or the error that tells what to do instead. */
async function orProblem(show: () => Promise<void>): Promise<void> {
  try {
    await show();
  } catch (error) {
    if (!(error instanceof RedstartError)) throw error;
    problem(error);
  }
}

async function answer(question: Pick<Question, 'query' | 'verb'>): Promise<void> {
  const query = question.query();
  const start = performance.now();
  const result = await query[question.verb]();
  const time = performance.now() - start;
  if (typeof result === 'number') say(`  ${result.toLocaleString('en')}`);
  else table(result);
  say(`  in ${milliseconds(time)}; explain() says:`);
  plan(String(await query.explain()));
}

async function change(): Promise<void> {
  const start = performance.now();
  try {
    const rows = await update();
    const time = performance.now() - start;
    table(rows);
    say(`  three round trips in ${milliseconds(time)}`);
  } finally {
    await undo();
  }
}

async function addIndex(db: Database): Promise<void> {
  const time = await buildIndex(db);
  note(`built beside live writers in ${(time / 1000).toFixed(1)} s`);
  await answer({ query: () => largest(db), verb: 'all' });
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return say(HELP);
  await using db = await open(options);
  heading(`135,233 places of geonames.org in ${db.capabilities.server} ${db.capabilities.version}`);
  await load();
  note('walk: reads the index of the order until the page is full.');
  note('drive: reads the smallest condition and probes the others for its ids.');
  for (const question of questions) {
    heading(question.title);
    code(codeOf(question));
    await orProblem(() => answer(question));
  }
  heading('A change moves the entity in all indexes at once');
  code(codeOfUpdate());
  await orProblem(change);
  heading('An index is added to live data');
  code(codeOfIndex());
  await orProblem(() => addIndex(db));
  heading('Your turn');
  note('Delete an @Index() in examples/demo/city.ts and run this again:');
  note('the error says what to add.');
}

// whoever reads has seen enough, as `head` has
process.stdout.on('error', () => process.exit());
// an interrupt ends the program, and with it the server
process.once('SIGINT', () => {
  say();
  process.exit(130);
});
try {
  await main();
} catch (error) {
  problem(error as Error);
  process.exitCode = 1;
}
