// npm run bench footprint: what the library costs a process: the time of its import, and the heap of a loaded entity.
import { execFileSync } from 'node:child_process';
import { median } from './statistics.js';

const ENTITIES = 20_000;

function evaluate(program: string): number {
  const args = ['--expose-gc', '--input-type=module', '--eval', program];
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

const importOf = (name: string) => `
const start = performance.now();
await import(${JSON.stringify(name)});
console.log(performance.now() - start);
process.exit();`;

const heapOf = (make: string) => `
import { Database, Entity, Field, Index, Model } from './dist/esm/node.js';
class User extends Model {}
for (const [name, decorate] of [['id', Field.id()], ['email', Field.text()], ['age', Field.integer()], ['city', Field.text()]]) decorate(User.prototype, name);
Entity('User')(User);
const db = await Database.embedded({ models: [User] });
const input = (i) => ({ email: 'user' + i + '@example.com', age: 18 + (i % 50), city: 'city' + (i % 100) });
await User.insertMany(Array.from({ length: ${ENTITIES} }, (_, i) => input(i)));
const make = async () => ${make};
const used = async () => {
  // replies and promises of the calls before are let go in later turns of the loop
  for (let i = 0; i < 5; i++) { await new Promise((done) => setTimeout(done, 20)); gc(); }
  return process.memoryUsage().heapUsed;
};
await make();
const before = await used();
const kept = await make();
console.log(((await used()) - before) / kept.length);
process.exit();`;

const ids = `Array.from({ length: ${ENTITIES} }, (_, i) => i + 1)`;
const plain = `(await User.findMany(${ids})).map((user) => ({ ...user.toJSON() }))`;

/** The median of several processes, ours and what it is compared with in turn. */
function inTurn(ours: string, other: string, times: number): [ours: number, other: number] {
  const pairs = Array.from({ length: times }, () => [evaluate(ours), evaluate(other)] as const);
  return [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
}

/** Print both beside ioredis and plain objects. */
export function benchFootprint(): void {
  const [ours, ioredis] = inTurn(importOf('./dist/esm/node.js'), importOf('ioredis'), 9);
  console.log(
    `import: ${ours.toFixed(0)} ms, ioredis alone ${ioredis.toFixed(0)} ms: ${(ours / ioredis).toFixed(2)} times`,
  );
  const [entity, object] = inTurn(heapOf(`await User.findMany(${ids})`), heapOf(plain), 3);
  console.log(
    `heap: ${entity.toFixed(0)} bytes an entity of four fields, a plain object ${object.toFixed(0)}: ${(entity / object).toFixed(2)} times`,
  );
}
