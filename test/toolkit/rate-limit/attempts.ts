// A process that attempts as often as it can. argv: port, limit, window, attempts. Prints how many each algorithm allowed.
import { type Algorithm, Database } from '../../../src/index.js';

const [port = '', limit = '', window = '', attempts = ''] = process.argv.slice(2);
const db = await Database.connect({ host: '127.0.0.1', port: Number(port) });

async function allowed(algorithm: Algorithm): Promise<number> {
  const rate = db.rateLimit(algorithm, { limit: Number(limit), window: Number(window), algorithm });
  const answers = await Promise.all(Array.from({ length: Number(attempts) }, () => rate.attempt('key')));
  return answers.filter((answer) => answer.allowed).length;
}

/** Two limits of which one is tighter: an attempt counts in both or in none. */
async function allowedByBoth(): Promise<number> {
  const rates = db.rateLimits('both', {
    tight: { limit: Number(limit), window: Number(window) },
    wide: { limit: Number(limit) + 1, window: Number(window), algorithm: 'fixed-window' },
  });
  const answers = await Promise.all(Array.from({ length: Number(attempts) }, () => rates.attempt('key')));
  return answers.filter((answer) => answer.allowed).length;
}

const counts: Partial<Record<Algorithm | 'both', number>> = {};
for (const algorithm of ['sliding-log', 'fixed-window', 'sliding-counter', 'token-bucket'] as const)
  counts[algorithm] = await allowed(algorithm);
counts.both = await allowedByBoth();
console.log(JSON.stringify(counts));
await db.close();
