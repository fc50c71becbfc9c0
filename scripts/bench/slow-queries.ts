import { User } from './ours.js';

const numbers = (count: number, step: number, first = 1): number[] =>
  Array.from({ length: count }, (_, i) => first + i * step);
const cities = (count: number): string[] => numbers(count, 1, 0).map((i) => `city${String(i).padStart(2, '0')}`);
const mails = (count: number): string[] => numbers(count, 7, 0).map((i) => `user${i}@example${i % 37}.com`);

/** Queries that have to look at much: what counts is the longest that one call of them holds the server. */
export function slowQueries(size: number): Record<string, () => Promise<unknown>> {
  const all = () => User.query();
  const some = Math.min(size, 10_000);
  return {
    'a broad order by two fields': () =>
      all()
        .where({ age: { gte: 18 } })
        .orderBy({ age: 'asc', created: 'desc' })
        .limit(20)
        .all(),
    'one city or another order by time': () =>
      all()
        .where((u) => u.city.eq('city05').or(u.age.lt(20)))
        .orderBy({ created: 'desc' })
        .limit(20)
        .all(),
    'count of one or another': () =>
      all()
        .where((u) => u.city.eq('city05').or(u.age.lt(30)))
        .count(),
    'count of neither': () =>
      all()
        .where((u) => u.city.eq('city05').or(u.age.lt(30)).not())
        .count(),
    'deep in the order of time': () =>
      all()
        .orderBy({ created: 'asc' })
        .offset(Math.floor(size * 0.9))
        .limit(20)
        .all(),
    'deep in the order of time, filtered': () =>
      all()
        .where({ age: { gte: 30 } })
        .orderBy({ created: 'asc' })
        .offset(Math.floor(size * 0.4))
        .limit(20)
        .all(),
    'many ids': () =>
      all()
        .where({ id: { in: numbers(some, 7) } })
        .ids(),
    '900 ids beside another condition': () =>
      all()
        .where({ id: { in: numbers(900, 7) }, age: { gte: 30 } })
        .ids(),
    'many unique values': () =>
      all()
        .where({ email: { in: mails(some) } })
        .count(),
    'all cities beside ages': () =>
      all()
        .where({ city: { in: cities(100) }, age: { gte: 60 } })
        .count(),
    'findMany of many': () => User.findMany(numbers(some, 7)),
  };
}
