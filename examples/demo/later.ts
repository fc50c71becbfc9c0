import { SingleBar } from 'cli-progress';
import { type Database, Entity, Index, type Query } from 'redstart';
import { City as Today } from './city.js';
import { sourceOf } from './source.js';

/** The class as the next version of the program has it: one index more, of a country's places by population. */
@Entity('City')
@Index<City>((city) => [city.country, city.population])
class City extends Today {}

const bar = () =>
  new SingleBar({ format: '  {bar}  {value} of {total} entities', barsize: 32, hideCursor: false, linewrap: true });

/** Build the new index, as another program would beside this one; gives the milliseconds that it took. */
export async function buildIndex(db: Database): Promise<number> {
  const shown = process.stdout.isTTY ? bar() : undefined;
  const start = performance.now();
  shown?.start(135_233, 0);
  await db.bind(City).reindex({ onProgress: ({ done }) => shown?.update(done) });
  shown?.stop();
  return performance.now() - start;
}

const question = (City: typeof Today): Query<Today, object> =>
  City.query()
    .where({ country: 'US' })
    .orderBy({ population: 'desc' })
    .limit(5)
    .select({ name: true, population: true });

/** The question that the index is for. */
export const largest = (db: Database): Query<Today, object> => question(db.bind(City));

/** What is shown of it. */
export const codeOfIndex = (): string =>
  `@Index<City>((city) => [city.country, city.population])   // new\n\nawait City.reindex();\n${sourceOf(import.meta.url, 'Query<Today, object> =>\n', /;\n/).replaceAll('\n.', '\n  .')}`;
