// A process that asks for one value. argv: port, what comes of the load: 'value' or 'throw'. It ends when a text is pushed to `end`. Prints what came.
import { Database } from '../../../src/index.js';

const [port = '', what = ''] = process.argv.slice(2);
const db = await Database.connect({ host: '127.0.0.1', port: Number(port) });

async function load(): Promise<number> {
  const loads = await db.redis.incr('loads');
  await db.list('end').shiftBlocking();
  if (what === 'throw') throw new RangeError('no such thing');
  return loads;
}

console.log(JSON.stringify('ready'));
process.stdin.once('data', async () => {
  try {
    console.log(JSON.stringify({ value: await db.cache('c').getOrSet('a', load) }));
  } catch (error) {
    console.log(JSON.stringify({ error: (error as Error).message, name: (error as Error).name }));
  }
  await db.close();
  process.stdin.destroy();
});
