import { type Query, score } from 'redstart';
import { City } from './city.js';
import { sourceOf } from './source.js';

export interface Question {
  readonly title: string;
  /** what ends the query and talks to the server */
  readonly verb: 'all' | 'count';
  readonly query: () => Query<City, object>;
}

const OSLO = { longitude: 10.75, latitude: 59.91 };

export const questions: readonly Question[] = [
  ask('The ten largest cities of Brazil', 'all', () =>
    City.query()
      .where({ country: 'BR' })
      .orderBy({ population: 'desc' })
      .limit(10)
      .select({ name: true, adminCode: true, population: true }),
  ),
  ask('Villages of the far north, in the order of their names', 'all', () =>
    City.query()
      .where({ at: { within: { west: -180, east: 180, south: 68, north: 72 } } })
      .where({ population: { lt: 1_000 } })
      .orderBy({ name: 'asc' })
      .limit(8)
      .select({ name: true, country: true, population: true }),
  ),
  ask('How many are a capital, or have more than a million people', 'count', () =>
    City.query().where((c) => c.featureCode.eq('PPLC').or(c.population.gt(1_000_000))),
  ),
  ask('Words of names, best first: saints but no Marys', 'all', () =>
    City.query()
      .search('(saint OR sankt) AND (georg* OR johan~1) -mary')
      .limit(5)
      .select({ name: true, country: true, score: score() }),
  ),
  ask('The nearest large cities around Oslo, in metres', 'all', () =>
    City.query()
      .where((c) => c.at.near(OSLO, 500_000).and(c.population.gte(150_000)))
      .orderBy((c) => [c.at.distanceTo(OSLO).asc()])
      .select({ name: true, away: City.fields().at.distanceTo(OSLO) }),
  ),
  ask('Names that begin with "Timb"', 'all', () =>
    City.query()
      .where({ name: { startsWith: 'Timb' } })
      .orderBy({ name: 'asc', population: 'desc' })
      .limit(10)
      .select({ name: true, country: true, population: true }),
  ),
  ask('Deep in the list: places 30,001 to 30,005 by population', 'all', () =>
    City.query()
      .orderBy({ population: 'desc' })
      .offset(30_000)
      .limit(5)
      .select({ name: true, country: true, population: true }),
  ),
  ask('Large cities of Europe outside of three countries', 'all', () =>
    City.query()
      .where({ at: { within: { west: -10, east: 40, south: 45, north: 75 } } })
      .where({ population: { gte: 1_500_000 } })
      .where((city) => city.country.in(['DE', 'FR', 'GB']).not())
      .orderBy({ population: 'desc' })
      .select({ name: true, country: true, population: true }),
  ),
  ask('What an exact index cannot answer', 'count', () => City.query().where({ country: { startsWith: 'B' } })),
];

function ask(title: string, verb: Question['verb'], query: Question['query']): Question {
  return { title, verb, query };
}

/** A chain with a call a line, as the formatter breaks those of more than one call. */
const broken = (chain: string): string => (chain.includes('\n') ? chain : chain.replaceAll(').where(', ')\n  .where('));

/** The code of a question as it stands above. */
export function codeOf({ title, verb }: Question): string {
  const text = broken(sourceOf(import.meta.url, `'${title}', '${verb}', () =>`, /,\n {2}\),\n|\),\n(?= {2}ask|\])/));
  return `await ${text}\n  .${verb}();`;
}
