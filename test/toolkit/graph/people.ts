import { Database, type Graph, type Triple } from 'redstart';

/** The database of a file's tests and the graph of people in it, which is empty before each, once it has called `usePeople()`. */
export let db: Database;
export let graph: Graph;

export function usePeople(): void {
  beforeAll(async () => {
    db = await Database.embedded();
  });
  beforeEach(async () => {
    await db.redis.flushall();
    graph = db.graph('people');
  });
  afterAll(() => db.close());
}

export const manual: Triple[] = [
  ['charlie', 'friends', 'huey'],
  ['charlie', 'friends', 'zaizee'],
  ['charlie', 'friends', 'nuggie'],
  ['huey', 'lives', 'Kansas'],
  ['zaizee', 'lives', 'Missouri'],
  ['nuggie', 'lives', 'Kansas'],
  ['mickey', 'lives', 'Kansas'],
];
