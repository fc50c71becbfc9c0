// A consumer in a process of its own: handles messages until it is killed. argv: port, consumer's name.
import { Database } from '../../src/index.js';

const [port = '', name = ''] = process.argv.slice(2);
const db = await Database.connect({ host: '127.0.0.1', port: Number(port) });

db.consumerGroup('g', ['jobs'])
  .consumer(name)
  .consume(
    async ({ fields }) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
      await db.redis.hincrby('handled', fields.n!, 1);
    },
    { concurrency: 8, claimIdle: 300 },
  );
