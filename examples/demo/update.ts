import { City } from './city.js';
import { sourceOf } from './source.js';

/** A small town becomes the largest city. */
export async function update() {
  const town = await City.query().where({ name: 'Longyearbyen' }).one();
  await town.increment({ population: 50_000_000 });
  const largest = await City.query()
    .orderBy({ population: 'desc' })
    .limit(3)
    .select({ name: true, country: true, population: true })
    .all();
  return largest;
}

/** What is shown of it. */
export const codeOfUpdate = (): string => sourceOf(import.meta.url, 'async function update() {', /\n {2}return /);

/** The town is a small one again: data that are kept stay as they were. */
export async function undo(): Promise<void> {
  const town = await City.query().where({ name: 'Longyearbyen' }).one();
  await town.update({ population: 2060 });
}
