import type { Clause, Node, Triple } from 'redstart';
import { scriptsOf } from '../../support/commands.js';
import { db, graph, usePeople } from './people.js';

usePeople();

describe('a search of a graph', () => {
  it('filters, limits and passes over rows, over many slices', async () => {
    const triples = Array.from({ length: 3_000 }, (_, i): Triple => [`s${i % 50}`, 'p', i]);
    await graph.storeMany(triples);
    const { S, O } = graph.v;
    const every = await graph.search([[S, 'p', O]]);
    expect(every).toHaveLength(3_000);
    expect(every.map(({ O }) => O)).toEqual(triples.map(([, , o]) => o));
    for (const [offset, limit] of [
      [0, 1],
      [999, 2],
      [1_000, 1_000],
      [2_999, 5],
      [3_000, 5],
      [10, 0],
    ] as const)
      expect(await graph.search([[S, 'p', O]], { offset, limit })).toEqual(every.slice(offset, offset + limit));
    const filter = ({ O }: Record<string, Node>) => Number(O) % 7 === 0;
    expect(await graph.search([[S, 'p', O]], { filter, offset: 3, limit: 4 })).toEqual(
      every.filter(filter).slice(3, 7),
    );
    expect(await scriptsOf(db.redis, () => graph.search([[S, 'p', O]], { limit: 5 }))).toBe(1);
  });

  it('joins three clauses over many slices as one would by hand', async () => {
    const people = Array.from({ length: 400 }, (_, i) => i);
    await graph.storeMany(
      people.flatMap((i): Triple[] => [
        [i, 'in', `town${i % 7}`],
        [i, 'likes', (i * 31 + 7) % 400],
        [i, 'likes', (i * 17) % 400],
      ]),
    );
    const { A, B, T } = graph.v;
    const rows = await graph.search([
      [A, 'likes', B],
      [A, 'in', T],
      [B, 'in', T],
    ]);
    const expected = people.flatMap((a) =>
      [...new Set([(a * 31 + 7) % 400, (a * 17) % 400])].filter((b) => a % 7 === b % 7).map((b) => `${a} ${b}`),
    );
    expect(rows.map(({ A, B }) => `${A} ${B}`).sort()).toEqual(expected.sort());
  });

  it('goes on in the right place while triples come and go between the slices', async () => {
    await graph.storeMany(Array.from({ length: 5_000 }, (_, i): Triple => ['s', 'p', i]));
    let calls = 0;
    const { send } = db.connection;
    const spy = jest.spyOn(db.connection, 'send').mockImplementation(async (command, args) => {
      const reply = await send.call(db.connection, command, args);
      // what has been passed goes, something comes behind
      if (/call|eval/.test(command) && calls++ < 3) {
        await db.redis.eval(
          "for i, m in ipairs(redis.call('ZRANGE', KEYS[1], 0, 400)) do redis.call('ZREM', KEYS[1], m) end",
          1,
          'graph:{people}:spo',
        );
      }
      return reply;
    });
    const rows = await graph.search([['s', 'p', graph.v.X]]);
    spy.mockRestore();
    expect(calls).toBeGreaterThan(3);
    expect(rows.map(({ X }) => X)).toEqual(Array.from({ length: 5_000 }, (_, i) => i));
  });

  it('holds the server for a bounded time where there is much to look at and nothing to find', async () => {
    const people = Array.from({ length: 2_000 }, (_, i) => i);
    await graph.storeMany(
      people.flatMap((i): Triple[] => [
        [i, 'a', i],
        [i, 'b', i + 1],
      ]),
    );
    const { X, Y } = graph.v;
    const search = () =>
      graph.search([
        [X, 'a', Y],
        [X, 'b', Y],
      ]);
    expect(await search()).toEqual([]);
    expect(await scriptsOf(db.redis, search)).toBe(5);
  });

  it('goes on behind a triple that is gone, and loses nothing of those that follow', async () => {
    // the larger the town, the smaller the person: what follows in one order stands before in the other
    const people = Array.from({ length: 40 }, (_, i) => i);
    await graph.storeMany(people.map((i): Triple => [100 - i, 'lives', i]));
    await graph.storeMany(people.flatMap((i) => Array.from({ length: 60 }, (_, k): Triple => [100 - i, 'knows', k])));
    const gone = new Set<Node>();
    const { send } = db.connection;
    const spy = jest.spyOn(db.connection, 'send').mockImplementation(async (command, args) => {
      const reply = await send.call(db.connection, command, args);
      const trail = /call|eval/.test(command) ? (reply as [number, number, string[]])[2] : [];
      if (trail.length === 4) {
        await db.redis.zrem('graph:{people}:pos', trail[1]!);
        gone.add(100 - gone.size);
      }
      return reply;
    });
    const { X, T, Y } = graph.v;
    const rows = await graph.search([
      [X, 'lives', T],
      [X, 'knows', Y],
    ]);
    spy.mockRestore();
    expect(gone.size).toBeGreaterThan(2);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
    // of a person whose triple went in the middle some rows are missing, of the others none
    const counts = people.map((i) => rows.filter((row) => row.X === 100 - i).length);
    expect(counts.filter((count) => count === 60).length).toBeGreaterThanOrEqual(people.length - gone.size);
    expect(counts.every((count) => count > 0)).toBe(true);
  });

  it('stores 10,000 in bounded scripts, and joins them in a few', async () => {
    const triples = Array.from(
      { length: 10_000 },
      (_, i): Triple => [`person${i % 1_000}`, `knows${i % 3}`, `person${(i * 7) % 1_000}`],
    );
    const distinct = new Set(triples.map(String)).size;
    await db.redis.config('SET', 'slowlog-log-slower-than', '0');
    expect(await scriptsOf(db.redis, async () => expect(await graph.storeMany(triples)).toBe(distinct))).toBe(100);
    expect(await graph.size()).toBe(distinct);
    const { X } = graph.v;
    expect(
      await scriptsOf(db.redis, () =>
        graph.search([
          ['person7', 'knows1', X],
          [X, 'knows2', graph.v.Y],
        ]),
      ),
    ).toBe(1);
  });

  it('begins where there are fewest triples, in whatever order the clauses stand', async () => {
    await graph.storeMany(Array.from({ length: 5_000 }, (_, i): Triple => ['hub', 'to', i]));
    await graph.storeMany([
      [4_321, 'is', 'rare'],
      ['rare', 'means', 'seldom'],
    ]);
    const { X, Y } = graph.v;
    const clauses: Clause[] = [
      ['hub', 'to', X],
      [X, 'is', Y],
      [Y, 'means', 'seldom'],
    ];
    for (const order of [clauses, [...clauses].reverse()]) {
      let rows: unknown;
      expect(
        await scriptsOf(db.redis, async () => {
          rows = await graph.search(order);
        }),
      ).toBe(1);
      expect(rows).toEqual([{ X: 4_321, Y: 'rare' }]);
    }
  });

  it('ends when the signal aborts', async () => {
    await graph.storeMany(Array.from({ length: 3_000 }, (_, i): Triple => ['s', 'p', i]));
    const control = new AbortController();
    let seen = 0;
    const filter = () => {
      if (++seen === 10) control.abort(new Error('enough'));
      return true;
    };
    await expect(graph.search([['s', 'p', graph.v.X]], { filter, signal: control.signal })).rejects.toThrow('enough');
    expect(seen).toBeLessThan(3_000);
    await expect(graph.search([['s', 'p', graph.v.X]], { signal: control.signal })).rejects.toThrow('enough');
  });
});
