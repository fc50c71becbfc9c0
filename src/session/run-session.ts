import { within } from '../entity/identity-map.js';
import type { Tracked } from '../entity/tracked.js';
import { DataRaceError, EntityDeletedError } from '../errors/model.js';
import { QueryError } from '../errors/query.js';
import type { Connection } from '../redis/connection/connection.js';
import { checkOptions } from '../schema/check-options.js';
import { describe } from '../schema/describe.js';
import { natural } from '../util/check.js';
import { Session } from './session.js';
import { about } from './steps.js';

export interface SessionOptions {
  /** how often the function is called again, with fresh entities, when another writer was faster @default 0 */
  readonly retries?: number | undefined;
}

async function attempt<T>(connection: Connection, work: (session: Session) => T | Promise<T>): Promise<T> {
  const session = new Session(connection);
  try {
    return await within(session, async () => {
      const result = await work(session);
      await session.commit();
      return result;
    });
  } finally {
    session.end();
  }
}

/** Another writer was faster: fresh entities may do. */
const isRace = (error: unknown): error is DataRaceError | EntityDeletedError =>
  error instanceof DataRaceError || (error instanceof EntityDeletedError && error.id !== undefined);

/** Call `work` in a unit of work of its own, and write what it left to write. */
export async function runSession<T>(
  connection: Connection,
  work: (session: Session) => T | Promise<T>,
  options: SessionOptions = {},
): Promise<T> {
  if (typeof work !== 'function')
    throw new QueryError(`db.session() takes a function, not ${describe(work)}. Give one, as (session) => ...`);
  const { retries = 0 } = checkOptions('db.session()', options, 'retries: 3', { retries: true });
  natural('retries', retries);
  for (let left = retries; ; left--) {
    try {
      return await attempt(connection, work);
    } catch (error) {
      if (!isRace(error)) throw error;
      if (left === 0)
        throw retries === 0 || error instanceof EntityDeletedError
          ? error
          : about(error.after(retries + 1), error.entity as Tracked | undefined);
    }
  }
}
