// Works on a tree beside other programs: `worker.ts <work> <socket>`. It says what came of each line of input.
import { createInterface } from 'node:readline';
import { Database, type LockHandle } from 'redstart';

const [work, path] = process.argv.slice(2);
const db = await Database.connect({ path: path! });
const root = db.tree('shared');

/** Add 1 so many times, by the call for it. */
async function add(times: string): Promise<number> {
  // not all at once: on a busy machine the last one would wait for its answer for longer than a call may
  for (let left = Number(times); left > 0; left -= 250)
    await Promise.all(Array.from({ length: Math.min(left, 250) }, () => root.at('a.b.count').add(1)));
  return Number(times);
}

/** Read, add 1 and write so many times, under the lock of a node above. */
async function lock(times: string): Promise<number> {
  const count = root.at('a.b.count');
  for (let i = 0; i < Number(times); i++) {
    await root.at('a').run(async () => count.set(((await count.get()) as number) + 1));
  }
  return Number(times);
}

/** The example of redicts's manual: add 1 so many times, each under the lock of the node above. */
async function increment(times: string): Promise<number> {
  const node = root.at('a.b.c');
  for (let i = 0; i < Number(times); i++) await node.run(() => node.at('d').add(1));
  return Number(times);
}

let held: LockHandle | undefined;

/** Take a lock and keep it; the second time let it end soon. */
async function hold(key: string): Promise<string> {
  if (held) await held.extend(200);
  else held = await root.at(key).acquire();
  return key;
}

const works: Record<string, (line: string) => Promise<unknown>> = { add, lock, increment, hold };
console.log(JSON.stringify('ready'));
for await (const line of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await works[work!]!(line)));
await db.close();
