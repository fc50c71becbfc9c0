import type { IndexProblem, IndexReport } from '../maintenance/report.js';
import type { StoredField, StoredSchema } from '../maintenance/stored-schema.js';
import { withProgress } from './progress.js';
import { tableOf } from './table.js';

/** Where a command writes its lines. */
export type Say = (line: string) => void;

/** Looks after one model; whether all is well. */
type Command = (schema: StoredSchema, say: Say) => Promise<boolean>;

const grouped = (count: number): string => count.toLocaleString('en');
const plural = (count: number, one: string, many: string): string => `${grouped(count)} ${count === 1 ? one : many}`;
const entities = (count: number): string => plural(count, 'entity', 'entities');
const nameOf = ({ namespace, model }: StoredSchema): string => `{${namespace}}:${model}`;

const SAYINGS: Readonly<Record<IndexProblem['kind'], (problem: IndexProblem) => string>> = {
  missing: ({ name, id }) =>
    id === undefined ? `${name} is missing, or leads astray` : `${name} lacks the entity ${id}`,
  orphan: ({ name, id }) =>
    id === undefined
      ? `${name} is found by nobody`
      : `${name} has the entity ${id}, which is gone or says something else`,
  taken: ({ name, id, fact }) => `${name}: the entity ${id} has a value that the entity ${fact} has as well`,
  type: ({ name }) => `${name} is a key of another type than it should be`,
  size: ({ name, fact }) => `the size of ${name} is wrong by ${fact}`,
  words: ({ name, id, fact }) => `the words of ${name} of the entity ${id} are ${fact ?? 'not those of its text'}`,
  computed: ({ name, id, fact }) =>
    `the entity ${id} holds another ${name} than its getter gives${fact === undefined ? '' : `: ${fact}`}`,
  schema: ({ name }) => `what the server knows of its schema cannot be read, or is not all (${name})`,
  illegible: ({ name, id, fact }) => `the entity ${id} cannot be read: its ${name} is ${fact}`,
  behind: ({ name, id }) =>
    id === undefined ? `the counter of ${name} is behind` : `the counter of ids is behind the entity ${id}`,
};

/** Problems that are shown one by one. */
const SHOWN = 20;

function sayProblems({ problems, total }: IndexReport, say: Say): void {
  for (const problem of problems.slice(0, SHOWN)) say(`  ${SAYINGS[problem.kind](problem)}`);
  if (total > SHOWN) say(`  and ${plural(total - SHOWN, 'more', 'more')}`);
}

const typed = (fields: readonly StoredField[]): string =>
  fields.map(({ name, type, optional }) => `${name} ${type}${optional ? '?' : ''}`).join(', ');

const schema: Command = async (stored, say) => {
  // what is computed is told by its indexes
  const fields = stored.fields.filter(({ name }) => !name.startsWith('~'));
  const dropped = fields.filter((field) => field.dropped);
  say(`${nameOf(stored)}  ${entities(await stored.count())}`);
  say(`  fields   ${typed(fields.filter((field) => !field.dropped))}`);
  if (dropped.length > 0) say(`  dropped  ${typed(dropped)}`);
  say(`  indexes  ${stored.indexes.map(({ name, state }) => (state ? `${name} (${state})` : name)).join(', ')}`);
  return stored.indexes.every(({ state }) => state === undefined);
};

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

function inUnits(bytes: number): string {
  const unit = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${unit === 0 ? bytes : (bytes / 1000 ** unit).toFixed(1)} ${UNITS[unit]}`;
}

const inspect: Command = async (stored, say) => {
  const name = nameOf(stored);
  const sizes = await withProgress(name, (onProgress) => stored.sizes({ onProgress }));
  say(`${name}  ${entities(await stored.count())}  ${inUnits(sizes.reduce((sum, { bytes }) => sum + bytes, 0))}`);
  const rows = sizes.map((part) => ({ part: part.name, keys: part.keys, memory: inUnits(part.bytes) }));
  if (rows.length > 0) for (const line of tableOf(['part', 'keys', 'memory'], rows)) say(`  ${line}`);
  return stored.indexes.every(({ state }) => state === undefined);
};

const verify: Command = async (stored, say) => {
  const name = nameOf(stored);
  const report = await withProgress(name, (onProgress) => stored.verify({ onProgress }));
  say(`${name}  ${entities(report.entities)}  ${plural(report.total, 'problem', 'problems')}`);
  sayProblems(report, say);
  return report.total === 0;
};

const repair: Command = async (stored, say) => {
  const name = nameOf(stored);
  const report = await withProgress(name, (onProgress) => stored.repair({ onProgress }));
  const left = report.left === 0 ? '' : `, ${grouped(report.left)} left, which want a person`;
  say(
    `${name}  ${entities(report.entities)}  ${plural(report.total - report.left, 'problem', 'problems')} mended${left}`,
  );
  sayProblems(report, say);
  return report.left === 0;
};

const reindex: Command = async (stored, say) => {
  const name = nameOf(stored);
  const { built, entities: read } = await withProgress(name, (onProgress) => stored.reindex({ onProgress }));
  say(
    `${name}  ${built.length === 0 ? 'all indexes that the server knows are complete' : `${built.join(', ')} built of ${entities(read)}`}`,
  );
  return true;
};

export const COMMANDS = { schema, inspect, verify, repair, reindex } as const satisfies Record<string, Command>;

export type CommandName = keyof typeof COMMANDS;
