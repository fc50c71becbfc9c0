import { City } from './city.js';
import { sourceOf } from './source.js';

/** A small town becomes the largest city, and a small town again. */
export async function update() {
  const town = await City.query().where({ name: 'Longyearbyen' }).one();
  await town.increment({ population: 50_000_000 });
  const largest = await City.query()
    .orderBy({ population: 'desc' })
    .limit(3)
    .select({ name: true, country: true, population: true })
    .all();
  await town.increment({ population: -50_000_000 });
  return largest;
}

export const codeOfUpdate = (): string => sourceOf(import.meta.url, 'async function update() {', /\n {2}return /);
