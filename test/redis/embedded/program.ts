// Opens an embedded database, says where its server is, and ends as it is told.
import { createInterface } from 'node:readline';
import { Database } from '../../../src/database/database.js';

const [ending, dir] = process.argv.slice(2);
const db = await Database.embedded(dir ? { dir } : {});

const fact = async (section: string, name: string) =>
  new RegExp(`${name}:(\\S+)`).exec(await db.redis.info(section))?.[1];

console.log(
  JSON.stringify({
    pid: Number(await fact('server', 'process_id')),
    socket: ((await db.redis.config('GET', 'unixsocket')) as string[])[1],
  }),
);

const endings: Record<string, () => unknown> = {
  exit: () => process.exit(0),
  throw: () => {
    throw new Error('on purpose');
  },
  reject: () => Promise.reject(new Error('on purpose')),
  natural: () => db.redis.disconnect(),
  close: () => db.close(),
  wait: () => {},
  // each line of input is a key to increment
  serve: async () => {
    for await (const key of createInterface({ input: process.stdin })) {
      const answer = await db.redis.incr(key).catch((error: Error) => error.message);
      console.log(JSON.stringify({ answer, pid: Number(await fact('server', 'process_id')) }));
    }
  },
};
await endings[ending!]!();
