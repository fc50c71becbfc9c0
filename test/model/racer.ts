// Works on accounts beside other programs: `racer.ts <work> <socket> [argument]`. It says what came of each line of input.
import { createInterface } from 'node:readline';
import { Database, RedstartError } from 'redstart';
import { Account, account } from './account.js';

const [work, path, argument = ''] = process.argv.slice(2);
const db = await Database.connect({ path: path! }, { models: [Account] });
const say = (fact: unknown) => console.log(JSON.stringify(fact));

async function create(email: string): Promise<unknown> {
  try {
    return (await Account.create({ ...account(1), email })).id;
  } catch (error) {
    return (error as RedstartError).code;
  }
}

/** Change one field of all accounts, each loaded before; what another program did to the others must stay. */
async function change(rounds: string): Promise<number> {
  let races = 0;
  for (let round = 1; round <= Number(rounds); round++) {
    for (const one of await Account.query().all()) {
      const value = argument === 'city' ? { city: `town ${(one.id + round) % 5}` } : { score: one.id * 10 + round };
      await one.update(value).catch(() => races++);
    }
  }
  return races;
}

/** Move both fields that must be equal. */
async function move(rounds: string): Promise<number> {
  const all = await Account.query().all();
  for (let round = 1; round <= Number(rounds); round++) {
    await Promise.all(all.map((one) => one.update({ left: round, right: round, name: `moved ${round}` })));
  }
  return all.length;
}

/** Read in all ways, again and again; gives what was wrong. */
async function read(total: string): Promise<unknown> {
  const wrong = new Set<string>();
  const ids = await Account.query().ids();
  let reads = 0;
  const check = (what: string, list: readonly (Account | undefined)[]) => {
    reads++;
    if (list.length !== Number(total)) wrong.add(`${what}: ${list.length} of ${total}`);
    for (const one of list) {
      if (!one) wrong.add(`${what}: one is missing`);
      else if (one.left !== one.right || !one.email) wrong.add(`${what}: ${one.left} and ${one.right}`);
    }
  };
  for (let round = 0; round < 40; round++) {
    check('all', await Account.query().all());
    check('by order', await Account.query().orderBy({ left: 'desc' }).all());
    check(
      'by range',
      await Account.query()
        .where({ left: { gte: 0 }, right: { gte: 0 } })
        .all(),
    );
    check(
      'by negation',
      await Account.query()
        .where((a) => a.left.lt(0).not())
        .all(),
    );
    check('by id', await Account.findMany(ids));
    const count = await Account.query()
      .where({ left: { gte: 0 } })
      .count();
    if (count !== Number(total)) wrong.add(`count: ${count} of ${total}`);
  }
  return { reads, wrong: [...wrong] };
}

/** Insert accounts without end. */
async function load(): Promise<never> {
  for (let at = 0; ; at += 1000) {
    await Account.insertMany(
      Array.from({ length: 1000 }, (_, i) => account(at + i, argument)),
      { batch: 100 },
    );
    say(at + 1000);
  }
}

const works: Record<string, (line: string) => Promise<unknown>> = { create, change, move, read, load };
say('ready');
for await (const line of createInterface({ input: process.stdin })) say(await works[work!]!(line));
await db.close();
