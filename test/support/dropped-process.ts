// A program whose pipelines fail while calls that nobody awaits are queued: that must not end it.
import { Database } from '../../src/index.js';

await using db = await Database.embedded();

const mine = new Error('mine');
const told: string[] = [];
const failed = await db
  .pipeline(async (p) => {
    void p.hash('h').set('a', '1');
    void p.call('set', 'k', '1');
    const branch = async () => {
      try {
        await p.list('l').push('x');
      } catch (error) {
        told.push(String(error === mine));
      }
    };
    await Promise.all([p.list('l').size(), branch(), Promise.reject(mine)]);
  })
  .catch((error) => error);
await new Promise((resolve) => setTimeout(resolve, 50));
const left = await Promise.all([db.hash('h').exists(), db.string('k').exists(), db.list('l').exists()]);
console.log(JSON.stringify({ same: failed === mine, told, left }));
