import { type Clause, Database, type Graph, type Node, type Triple } from 'redstart';

let db: Database;
let graph: Graph;
beforeAll(async () => {
  db = await Database.embedded();
});
beforeEach(async () => {
  await db.redis.flushall();
  graph = db.graph('people');
});
afterAll(() => db.close());

const PROTO = '__proto__';
const manual: Triple[] = [
  ['charlie', 'friends', 'huey'],
  ['charlie', 'friends', 'zaizee'],
  ['charlie', 'friends', 'nuggie'],
  ['huey', 'lives', 'Kansas'],
  ['zaizee', 'lives', 'Missouri'],
  ['nuggie', 'lives', 'Kansas'],
  ['mickey', 'lives', 'Kansas'],
];

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const rejection = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const callsOf = async (work: () => Promise<unknown>): Promise<number> => {
  await db.redis.config('RESETSTAT');
  await work();
  const stats = await db.redis.info('commandstats');
  return [...stats.matchAll(/cmdstat_(?:fcall|eval)\w*:calls=(\d+),.*failed_calls=(\d+)/g)].reduce(
    (sum, [, calls, failed]) => sum + Number(calls) - Number(failed),
    0,
  );
};

describe('Graph', () => {
  it('joins, and gives rows or sets', async () => {
    expect(await graph.store('charlie', 'friends', 'huey')).toBe(true);
    expect(await graph.storeMany(manual)).toBe(6);
    const { X, Y } = graph.v;
    const clauses: Clause[] = [
      { subject: 'charlie', predicate: 'friends', object: X },
      { subject: X, predicate: 'lives', object: 'Kansas' },
    ];
    expect(await graph.searchSets(clauses)).toEqual({ X: new Set(['huey', 'nuggie']) });
    expect(await graph.search(clauses)).toEqual([{ X: 'huey' }, { X: 'nuggie' }]);
    expect((await all(graph.query({ subject: 'charlie', predicate: 'friends' }))).map(({ object }) => object)).toEqual([
      'huey',
      'nuggie',
      'zaizee',
    ]);
    const joined = await graph.search([
      ['charlie', 'friends', X],
      [X, 'lives', Y],
    ]);
    expect(joined).toEqual([
      { X: 'huey', Y: 'Kansas' },
      { X: 'nuggie', Y: 'Kansas' },
      { X: 'zaizee', Y: 'Missouri' },
    ]);
  });

  it('is asked by every subset of the three', async () => {
    await graph.storeMany(manual);
    const names = ['subject', 'predicate', 'object'] as const;
    for (let subset = 0; subset < 8; subset++) {
      const used = names.filter((_, i) => subset & (1 << i));
      const pattern = Object.fromEntries(used.map((name) => [name, manual[3]![names.indexOf(name)]]));
      const expected = manual.filter((t) => used.every((name) => t[names.indexOf(name)] === pattern[name]));
      const found = (await all(graph.query(pattern))).map((t): Triple => [t.subject, t.predicate, t.object]);
      expect(found.sort()).toEqual([...expected].sort());
    }
  });

  it('says what is new, there and gone, and leaves nothing behind', async () => {
    expect(await graph.store('a', 'b', 'c')).toBe(true);
    expect(await graph.store('a', 'b', 'c')).toBe(false);
    expect(await graph.has('a', 'b', 'c')).toBe(true);
    expect(await graph.has('c', 'b', 'a')).toBe(false);
    expect(await graph.size()).toBe(1);
    expect(await graph.delete('a', 'b', 'd')).toBe(false);
    expect(await graph.delete('a', 'b', 'c')).toBe(true);
    expect(await db.redis.dbsize()).toBe(0);
    await graph.storeMany(manual);
    expect(await graph.deleteMatching({ predicate: 'lives', object: 'Kansas' })).toBe(3);
    expect(await all(graph.query({ object: 'Kansas' }))).toEqual([]);
    expect(await graph.size()).toBe(4);
    await graph.clear();
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('keeps 1 and "1" apart, and numbers in their order', async () => {
    const numbers = [-Infinity, -1e300, -5, -0.5, 0, 1e-300, 2, 10, 9007199254740991, 1e300, Infinity].slice(1, -1);
    await graph.storeMany([...numbers].reverse().map((n): Triple => ['x', 'is', n]));
    await graph.storeMany([
      ['x', 'is', '1'],
      ['x', 'is', 1],
      ['x', 'is', '10'],
    ]);
    const objects = (await all(graph.query({ subject: 'x' }))).map(({ object }) => object);
    expect(objects).toEqual([-1e300, -5, -0.5, 0, 1e-300, 1, 2, 10, 9007199254740991, 1e300, '1', '10']);
    expect(await graph.search([[graph.v.S, 'is', '1']])).toEqual([{ S: 'x' }]);
    expect(await graph.deleteMatching({ object: 1 })).toBe(1);
    expect(await graph.has('x', 'is', '1')).toBe(true);
    expect(await graph.store('x', 'is', -0)).toBe(false);
  });

  it('takes any text for a node, and finds it again', async () => {
    const nodes = [
      '',
      ' ',
      '\0',
      '\x01',
      '\x01\x02',
      '\0\0a',
      'a\0',
      'a',
      '::',
      '*',
      '?1',
      '=a',
      'ä€😀',
      '__proto__',
      '\uffff',
    ];
    const triples = nodes.flatMap((s) => nodes.map((o): Triple => [s, '::', o]));
    expect(await graph.storeMany(triples)).toBe(triples.length);
    for (const node of nodes) {
      expect((await all(graph.query({ subject: node }))).map(({ object }) => object).sort()).toEqual([...nodes].sort());
      expect((await all(graph.query({ object: node }))).map(({ subject }) => subject).sort()).toEqual(
        [...nodes].sort(),
      );
      expect(await graph.search([[node, '::', graph.v[PROTO]!]])).toHaveLength(nodes.length);
    }
    const [row] = await graph.search([['', graph.v[PROTO]!, '']]);
    expect(Object.entries(row!)).toEqual([['__proto__', '::']]);
    expect(await graph.deleteMatching({ predicate: '::' })).toBe(triples.length);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('does not lose the rows that a false clause denies, nor a repeated variable', async () => {
    const { X } = graph.v;
    await graph.storeMany([...manual, ['narcissus', 'friends', 'narcissus'], ['echo', 'friends', 'narcissus']]);
    expect(
      await graph.search([
        ['charlie', 'lives', 'Kansas'],
        ['charlie', 'friends', X],
      ]),
    ).toEqual([]);
    expect(
      await graph.search([
        ['mickey', 'lives', 'Kansas'],
        ['charlie', 'friends', X],
      ]),
    ).toHaveLength(3);
    expect(await graph.search([[X, 'friends', X]])).toEqual([{ X: 'narcissus' }]);
    expect(await graph.search([['huey', 'lives', 'Kansas']])).toEqual([{}]);
    expect(await graph.search([['huey', 'lives', 'Missouri']])).toEqual([]);
    expect(await graph.search([{ predicate: 'lives' }])).toEqual([{}]);
    expect(await graph.searchSets([[X, 'hates', 'x']])).toEqual({ X: new Set() });
  });

  it('gives a binding once where a place is open', async () => {
    await graph.storeMany(manual);
    expect(await graph.search([{ subject: graph.v.X }])).toEqual(
      ['charlie', 'huey', 'mickey', 'nuggie', 'zaizee'].map((X) => ({ X })),
    );
    expect(await graph.search([{ subject: graph.v.X }], { offset: 1, limit: 2 })).toEqual([
      { X: 'huey' },
      { X: 'mickey' },
    ]);
  });

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
    expect(await callsOf(() => graph.search([[S, 'p', O]], { limit: 5 }))).toBe(1);
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
    expect(await callsOf(search)).toBe(5);
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
    expect(await callsOf(async () => expect(await graph.storeMany(triples)).toBe(distinct))).toBe(100);
    expect(await graph.size()).toBe(distinct);
    const { X } = graph.v;
    expect(
      await callsOf(() =>
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
        await callsOf(async () => {
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

  it('refuses what makes no sense, and stores nothing', async () => {
    const bad: [Promise<unknown>, string][] = [
      [graph.store('a', 'b', Number.NaN), 'The object must be finite, not NaN. Store it as text.'],
      [graph.store('a', undefined as never, 'b'), 'The predicate must be a string or a number, not undefined.'],
      [graph.store('\ud800', 'a', 'b'), 'The subject has a lone surrogate'],
      [graph.storeMany([['a', 'b', 'c'], ['a', 'b'] as never]), 'A triple must be an array of a subject'],
      [graph.deleteMatching({}), 'The pattern fits every triple.'],
      [graph.deleteMatching({ subject: undefined }), 'The subject is undefined. Leave it out to match any.'],
      [graph.deleteMatching({ s: 'a' } as never), 'A pattern has no "s". Give subject, predicate or object.'],
      [graph.search([]), 'A search takes 1 to 100 clauses, not 0.'],
      [graph.search([['a', 'b'] as never]), 'A clause must have a subject, a predicate and an object.'],
      [graph.search([[graph.v.X, 'b', undefined as never]]), 'A clause must have'],
      [graph.search([['a', 'b', 'c']], { limit: -1 }), 'limit must be a whole number of at least 0, not -1.'],
      [graph.search([['a', 'b', 'c']], { offset: 0.5 }), 'offset must be a whole number'],
      [graph.neighbours('a', { direction: 'up' as never }), "direction must be 'out', 'in' or 'both', not up."],
      [graph.traverse('a', {} as never), 'depth must be a number, not undefined.'],
      [graph.traverse('a', { depth: 0 }), 'depth must be a whole number of at least 1'],
    ];
    for (const [call, message] of bad) expect(((await rejection(call)) as Error).message).toContain(message);
    expect(() => db.graph('')).toThrow('The name of the graph must not be empty.');
    expect(() => db.graph(7 as never)).toThrow(TypeError);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('keeps graphs of any name apart, each under one hash tag', async () => {
    const names = ['a', '{a}', '}a', '%7da', 'a:spo', 'ä'];
    for (const name of names) await db.graph(name).store(name, 'is', name);
    for (const name of names) expect(await db.graph(name).size()).toBe(1);
    for (const key of await all(db.keys())) expect(key).toMatch(/^graph:\{[^{}]+\}:(?:spo|pos|osp)$/);
  });
});

describe('ways through a graph', () => {
  beforeEach(async () => {
    await graph.storeMany([
      ['a', 'road', 'b'],
      ['b', 'road', 'c'],
      ['c', 'road', 'd'],
      ['a', 'rail', 'd'],
      ['d', 'road', 'a'],
      ['x', 'road', 'a'],
      ['a', 'rail', 'b'],
    ]);
  });

  it('gives neighbours by predicate and direction, each once', async () => {
    expect((await graph.neighbours('a')).sort()).toEqual(['b', 'd']);
    expect(await graph.neighbours('a', { predicate: 'road' })).toEqual(['b']);
    expect((await graph.neighbours('a', { direction: 'in' })).sort()).toEqual(['d', 'x']);
    expect((await graph.neighbours('a', { direction: 'both' })).sort()).toEqual(['b', 'd', 'x']);
    expect(await graph.neighbours('a', { direction: 'in', predicate: 'rail' })).toEqual([]);
    expect(await graph.neighbours('nobody')).toEqual([]);
  });

  it('traverses breadth first', async () => {
    expect(await graph.traverse('a', { depth: 2, predicate: 'road' })).toEqual([
      { node: 'b', depth: 1 },
      { node: 'c', depth: 2 },
    ]);
    expect(await graph.traverse('x', { depth: 99 })).toEqual([
      { node: 'a', depth: 1 },
      { node: 'b', depth: 2 },
      { node: 'd', depth: 2 },
      { node: 'c', depth: 3 },
    ]);
  });

  it('finds a shortest path', async () => {
    expect(await graph.shortestPath('x', 'c')).toEqual(['x', 'a', 'b', 'c']);
    expect(await graph.shortestPath('a', 'd')).toEqual(['a', 'd']);
    expect(await graph.shortestPath('a', 'd', { predicate: 'road' })).toEqual(['a', 'b', 'c', 'd']);
    expect(await graph.shortestPath('a', 'd', { predicate: 'road', depth: 2 })).toBeUndefined();
    expect(await graph.shortestPath('c', 'x')).toBeUndefined();
    expect(await graph.shortestPath('c', 'x', { direction: 'in' })).toEqual(['c', 'b', 'a', 'x']);
    expect(await graph.shortestPath('d', 'x', { direction: 'both' })).toEqual(['d', 'a', 'x']);
    expect(await graph.shortestPath('a', 'a')).toEqual(['a']);
  });

  it('follows a node of many triples in bounded slices', async () => {
    await graph.storeMany(Array.from({ length: 6_000 }, (_, i): Triple => ['hub', 'to', i]));
    await graph.storeMany([
      ['a', 'to', 'hub'],
      [5_999, 'to', 'end'],
    ]);
    expect(await graph.neighbours('hub')).toEqual(Array.from({ length: 6_000 }, (_, i) => i));
    expect(await callsOf(() => graph.neighbours('hub'))).toBe(7);
    expect(await graph.traverse('a', { depth: 3, predicate: 'to' })).toHaveLength(6_002);
    expect(await graph.shortestPath('a', 'end', { predicate: 'to' })).toEqual(['a', 'hub', 5_999, 'end']);
  });

  it('agrees with a search of one end', async () => {
    const random = (i: number, k: number) => (i * 7919 + k * 104_729 + ((i * k) % 13)) % 60;
    await graph.clear();
    const triples = Array.from({ length: 60 }, (_, i) => [0, 1].map((k): Triple => [i, 'e', random(i, k)])).flat();
    await graph.storeMany(triples);
    for (const from of [0, 7, 23]) {
      const steps = new Map((await graph.traverse(from, { depth: 60 })).map(({ node, depth }) => [node, depth]));
      for (let to = 0; to < 60; to++) {
        const path = await graph.shortestPath(from, to, { depth: 60 });
        expect(path?.length).toBe(to === from ? 1 : steps.has(to) ? steps.get(to)! + 1 : undefined);
        for (let i = 1; i < (path?.length ?? 0); i++) expect(await graph.has(path![i - 1]!, 'e', path![i]!)).toBe(true);
      }
    }
  });
});
