// The benchmark: each operation beside what a careful user writes by hand, on the same client in the same run.
// npm run bench                all rows
// npm run bench -- c e p       some rows; memory: bytes an entity
// npm run bench -- --json      for machines
// npm run bench containers     each method of the containers beside the bare command; streams: a worker beside a bare loop
// npm run bench toolkit        the utilities beside their best rivals
// npm run bench growth [most]  the same operations at sizes from 1,000 to 1,000,000, with the longest call
// npm run bench planner [most] what the planner chooses beside every other plan, at 10,000 and 100,000, or up to 1,000,000
// npm run bench text         searches, writes with a text, bytes of it
// npm run bench queries [size] counts of two indexes, groups, prefixes at 100,000 entities or the size
// npm run bench places [size]  the nearest of many places
// npm run bench models [size]  checks of values, units of work, relations, expiry; reindex() at a million entities or the size
// npm run bench footprint      time of the import, heap of an entity
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import type { Redis } from 'ioredis';
import { Database } from 'redstart';
import { handWritten } from './baseline.js';
import { measureBroad } from './broad.js';
import { benchContainers } from './containers.js';
import { separate } from './cores.js';
import { benchFootprint } from './footprint.js';
import { benchGrowth } from './growth.js';
import { compare, type Result } from './measure.js';
import { measureMemory } from './memory.js';
import { benchModels } from './models/models.js';
import { ours, User } from './ours.js';
import { benchPlaces } from './places.js';
import { benchPlanner } from './planner/planner.js';
import { benchQueries } from './queries.js';
import { comparisons } from './rows.js';
import { benchStreams } from './streams.js';
import { benchText } from './text.js';
import { benchToolkit } from './toolkit/toolkit.js';
import { users } from './workload.js';

const SIZE = 10_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const wanted = (row: string) => positionals.length === 0 || positionals.includes(row);

function show(results: readonly Result[]): string {
  const table = new Table({
    head: ['', 'operation', 'ours/s', 'by hand/s', 'ratio', 'target', 'round trips', 'commands', 'longest ms'],
    style: { head: [], border: [] },
  });
  for (const r of results) {
    table.push([
      r.row,
      r.what,
      Math.round(r.ours),
      Math.round(r.baseline),
      r.ratio.toFixed(2),
      r.target?.toFixed(2) ?? '',
      r.roundTrips.toFixed(0),
      r.serverCommands.toFixed(1),
      r.longest.toFixed(2),
    ]);
  }
  return table.toString();
}

const say = (line: string): void => {
  if (!values.json) console.error(line);
};

async function measureRows(report: (result: Result) => void): Promise<Result[]> {
  await using db = await Database.embedded({ models: [User] });
  const redis = db.redis as Redis;
  say(await separate(redis));
  const hand = await handWritten(redis);
  const all = [...users(SIZE)];
  await ours.insertMany(all);
  await hand.insertMany(all);
  const results: Result[] = [];
  for (const comparison of comparisons(hand, SIZE).filter(({ row }) => wanted(row))) {
    results.push(await compare(redis, comparison));
    report(results.at(-1)!);
  }
  return results;
}

const progress = ({ row, what, ratio }: Result): void => say(`${row} ${what}: ${ratio.toFixed(2)}`);

async function run(): Promise<void> {
  if (positionals[0] === 'containers') return benchContainers();
  if (positionals[0] === 'growth') return benchGrowth(Number(positionals[1] ?? 1_000_000));
  if (positionals[0] === 'planner') return benchPlanner(Number(positionals[1] ?? 100_000));
  if (positionals[0] === 'footprint') return benchFootprint();
  if (positionals[0] === 'toolkit') return benchToolkit(positionals.slice(1));
  if (positionals[0] === 'models') return benchModels(positionals.slice(1));
  if (positionals[0] === 'text') return benchText();
  if (positionals[0] === 'queries') return benchQueries(Number(positionals[1] ?? 100_000));
  if (positionals[0] === 'places') return benchPlaces(Number(positionals[1] ?? 1_000_000));
  if (positionals[0] === 'streams') return void (await benchStreams());
  const results = await measureRows(progress);
  if (wanted('p')) results.push(...(await measureBroad([10_000, 100_000, 1_000_000], progress)));
  const memory = wanted('memory') ? await measureMemory() : [];
  if (values.json) return console.log(JSON.stringify({ rows: results, memory }, null, 2));
  console.log(show(results));
  for (const { settings, bare, ours } of memory)
    console.log(`bytes an entity, ${settings}: ${ours} (bare hash ${bare})`);
}

await run();
