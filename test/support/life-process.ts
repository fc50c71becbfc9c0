// Works on entities beside other programs: `life-process.ts <socket>`. A line is JSON, [work, ...arguments]; `{ done }` is the answer.
import { createInterface } from 'node:readline';
import { Database } from 'redstart';
import { LIFE_MODELS } from './life-models.js';
import * as all from './life-works.js';

const [path] = process.argv.slice(2);
const db = await Database.connect({ path: path! }, { models: LIFE_MODELS });
const say = (fact: unknown) => console.log(JSON.stringify(fact));

const sales = (author: number, purse: number, total: number) => all.sales(db, author, purse, total);
const works = { ...all, sales } as unknown as Record<string, (...args: never[]) => Promise<unknown>>;
say('ready');
for await (const line of createInterface({ input: process.stdin })) {
  const [work, ...args] = JSON.parse(line) as [string, ...never[]];
  say({ done: await works[work]!(...args) });
}
await db.close();
