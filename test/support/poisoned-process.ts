// A worker in a process of its own that dies of one of its messages. argv: port.
import { Database } from '../../src/index.js';

const db = await Database.connect({ host: '127.0.0.1', port: Number(process.argv[2]) });

db.consumerGroup('g', 'jobs').consume(
  async ({ fields }) => {
    await new Promise((resolve) => setTimeout(resolve, fields.poison ? 50 : 150));
    if (fields.poison) process.kill(process.pid, 'SIGKILL');
    await db.redis.hincrby('handled', fields.n!, 1);
  },
  { concurrency: 10, claimIdle: 300, retries: 1 },
);
