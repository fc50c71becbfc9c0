import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';
import { functionName } from '../../src/scripts/functions.js';
import { query } from '../../src/scripts/generated.js';

@Entity()
class Row extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() side!: string;
  @Index() @Field.integer() floor!: number;
  @Index({ ordered: true }) @Field.text() shelf!: string;
}

let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ models: [Row] });
  await Row.insertMany(rows.map(({ side, floor }) => ({ side, floor, shelf: `s${floor}` })));
});
afterAll(() => db.close());

const rows = Array.from({ length: 60 }, (_, i) => ({ id: i + 1, side: i % 3 === 0 ? 'few' : 'many', floor: i % 5 }));
const few = rows.filter(({ side }) => side === 'few');

/** The keys and the request that a query is sent with. */
async function sentBy(ask: () => Promise<unknown>): Promise<{ keys: string[]; request: object }> {
  const { redis } = db;
  const send = redis.sendCommand;
  let args: string[] = [];
  redis.sendCommand = ((command: { args: string[] }) => {
    args = command.args;
    return send.call(redis as never, command as never);
  }) as never;
  await ask();
  redis.sendCommand = send;
  return { keys: args.slice(2, 4), request: JSON.parse(args[4]!) as object };
}

type Direction = 'asc' | 'desc';

/** The ids that a call gives before which a walk turned that had stood at a position. */
async function idsBehind(field: 'floor' | 'shelf', direction: Direction, at: object): Promise<number[]> {
  const ask = () =>
    Row.query()
      .where({ side: 'few' })
      .orderBy({ [field]: direction, id: 'asc' } as never)
      .limit(60)
      .all();
  // the function is on the server by then
  await ask();
  const { keys, request } = await sentBy(ask);
  const from = { got: 0, strategy: 'drive and sort', stood: { phase: 1, at } };
  const reply = await db.redis.call(
    'FCALL_RO',
    functionName(query),
    '2',
    ...keys,
    JSON.stringify({ ...request, from }),
  );
  const [found] = JSON.parse(reply as string) as [string[][]];
  return found.map((row) => Number(row.at(-1)));
}

function expected(direction: Direction, isAhead: (row: (typeof rows)[number]) => boolean): number[] {
  const step = direction === 'asc' ? 1 : -1;
  return few
    .filter(isAhead)
    .sort((a, b) => step * (a.floor - b.floor) || a.id - b.id)
    .map(({ id }) => id);
}

const isBeyond = (direction: Direction, floor: number) => (direction === 'asc' ? floor > 2 : floor < 2);

describe.each(['asc', 'desc'] as const)('what is ahead of a walk that turned (%s)', (direction) => {
  const low = direction === 'asc';
  const all = expected(direction, ({ floor }) => floor === 2 || isBeyond(direction, floor));
  const others = expected(direction, ({ floor }) => isBeyond(direction, floor));
  // 28 is the second of those with that value
  const part = expected(
    direction,
    ({ id, floor }) => isBeyond(direction, floor) || (floor === 2 && (low ? id > 28 : id < 28)),
  );

  it.each([
    ['where the ids of a value begin', low ? 's2\0' : 's2\u0001', all],
    ['where they end', low ? 's2\u0001' : 's2\0', others],
    ['at one of them', 's2\0b28', part],
  ])('by a text, %s', async (_, member, ids) => {
    expect(await idsBehind('shelf', direction, { member })).toEqual(ids);
  });

  it.each([
    ['where the ids of a value begin', low ? '' : '\u{10ffff}', all],
    ['where they end', low ? '\u{10ffff}' : '', others],
    ['at one of them', 'b28', part],
  ])('by a number, %s', async (_, member, ids) => {
    expect(await idsBehind('floor', direction, { score: '2', member })).toEqual(ids);
  });
});
