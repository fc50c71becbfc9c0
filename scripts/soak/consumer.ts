// A worker in a process of its own, which counts in the database what it has handled. argv: the servers as JSON, and how many
// replicas must have what it counts.
import { Database } from '../../src/index.js';
import { durably } from './durable.js';

// it ends with the program that started it, however that ends
process.stdin.once('end', () => process.exit()).resume();

const [target, replicas] = process.argv.slice(2) as [string, string];

async function connect(): Promise<Database> {
  for (;;) {
    try {
      return await Database.connect(JSON.parse(target));
    } catch {
      // the server is away for a moment
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const db = await connect();
const handler = async ({ fields }: { fields: Record<string, string> }) => {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
  if (Math.random() < 0.02) throw new Error('a handler that fails now and then');
  await durably(db.redis, Number(replicas), ['hincrby', '{jobs}:handled', fields.n!, 1]);
};
db.consumerGroup('g', 'jobs').consume(handler, {
  concurrency: 8,
  claimIdle: 500,
  retries: 20,
  backoff: 20,
  onError: () => {},
});
