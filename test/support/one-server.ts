// Several programs of one server, each of which declares a model in its way.
import { Database, type Model } from 'redstart';
import { ServerProcess } from './server-process.js';

/** The server of a file's tests, once it has called `useOneServer()`. */
export let server: ServerProcess;

const open: Database[] = [];

/** Start a server for the tests of a file; it is empty before each of them, and behind it all programs have ended. */
export function useOneServer(): void {
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  beforeEach(() => server.admin.flushall());
  afterEach(async () => {
    await Promise.all(open.splice(0).map((db) => db.close()));
  });
  afterAll(() => server.kill());
}

/** A program that declares a model, with its connection. */
export async function programOf<C extends { new (): Model; readonly name: string }>(model: C): Promise<[C, Database]> {
  const db = await Database.connect(server.address, { namespace: 'blog' });
  open.push(db);
  return [db.bind(model), db];
}
