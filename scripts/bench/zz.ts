import { Database } from '../../src/index.js';
import { handWritten } from './baseline.js';
import { ours, User } from './ours.js';
import { users } from './workload.js';

const db = await Database.embedded({ models: [User] });
const r = db.redis as any;
const hand = await handWritten(r);
const all = [...users(10000)];
await ours.insertMany(all);
await hand.insertMany(all);
async function cost(name: string, f: (i: number) => Promise<unknown>, n = 2000) {
  for (let i = 0; i < 200; i++) await f(i);
  await r.config('RESETSTAT');
  const t = performance.now();
  const c = process.cpuUsage();
  for (let i = 200; i < n; i++) await f(i);
  const dt = ((performance.now() - t) * 1000) / (n - 200);
  const cc = process.cpuUsage(c);
  const info = await r.info('commandstats');
  console.log(
    name.padEnd(20),
    'total us',
    dt.toFixed(0),
    'client cpu',
    ((cc.user + cc.system) / (n - 200)).toFixed(0),
    'server',
    [...info.matchAll(/cmdstat_(evalsha|evalsha_ro|hgetall|hmget|scard):.*usec_per_call=([\d.]+)/g)]
      .map((m: any) => m[1] + ' ' + m[2])
      .slice(0, 6)
      .join(' '),
  );
}
let k = 0;
const fresh = () => ({ ...all[k % 10000]!, email: 'f' + k++ });
await cost('hand create', () => hand.create(fresh()));
await cost('ours create', () => ours.create(fresh()));
await cost('hand newest', (i) => hand.newest('city' + String(i % 100).padStart(2, '0')));
await cost('ours newest', (i) => ours.newest('city' + String(i % 100).padStart(2, '0')));
await cost('hand count', () => hand.countAll());
await cost('ours count', () => ours.countAll());
await cost('hand byEmail', (i) => hand.byEmail(all[i]!.email));
await cost('ours byEmail', (i) => ours.byEmail(all[i]!.email));
await cost('hand age', (i) => hand.setAge(i + 1, all[i]!.age, 20));
const list = await User.findMany(Array.from({ length: 2000 }, (_, i) => i + 1));
await cost('ours age', (i) => ours.setAge(list[i]!, 20 + (i % 7)));
await db.close();
