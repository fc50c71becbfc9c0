// What models cost beside their rows: checks of values, units of work, relations, expiry, a new index.
// npm run bench models [size] [part]: checks, units, relations, expiring, reindexing; the last one at a size of 1,000,000 or less
import type { Redis } from 'ioredis';
import { Database, type DatabaseOptions } from 'redstart';
import { separate } from '../cores.js';
import type { Figure } from '../toolkit/figure.js';
import { benchChecks, checkModels } from './checks.js';
import { benchExpiring } from './expiring.js';
import { benchReindexing } from './reindexing.js';
import { benchRelations, relationModels } from './relations.js';
import { benchUnits, unitModels } from './units.js';

/** With a server of its own, so that no part meets the data of another. */
async function withModels(
  models: DatabaseOptions['models'],
  work: (db: Database) => Promise<Figure[]>,
): Promise<Figure[]> {
  await using db = await Database.embedded({ models });
  await separate(db.redis as Redis);
  // the database is closed behind it
  return await work(db);
}

const parts: Record<string, (size: number) => Promise<Figure[]>> = {
  checks: () => withModels(checkModels, benchChecks),
  units: () => withModels(unitModels, benchUnits),
  relations: () => withModels(relationModels, benchRelations),
  expiring: benchExpiring,
  reindexing: benchReindexing,
};

export async function benchModels(args: readonly string[]): Promise<void> {
  const size = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 1_000_000);
  const asked = args.filter((arg) => arg in parts);
  for (const part of asked.length > 0 ? asked : Object.keys(parts)) {
    for (const { what, value, target } of await parts[part]!(size))
      console.log(`${what.padEnd(78)} ${value.padStart(8)}   target ${target}`);
  }
}
