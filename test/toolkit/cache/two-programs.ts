import { Database } from 'redstart';

/** The database of a file's tests and that of another program, once it has called `useTwoPrograms()`. */
export let db: Database;
export let other: Database;

/** Open both for the tests of a file, and empty the server behind each of them. */
export function useTwoPrograms(): void {
  beforeAll(async () => {
    db = await Database.embedded();
    other = await Database.connect(db.redis.options as never);
  });
  afterEach(() => db.redis.flushall());
  afterAll(async () => {
    await other.close();
    await db.close();
  });
}
