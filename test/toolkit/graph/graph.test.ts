import type { Clause, Triple } from 'redstart';
import { collect } from '../../support/collect.js';
import { scriptsOf } from '../../support/commands.js';
import { thrownBy } from '../../support/thrown.js';
import { db, graph, manual, usePeople } from './people.js';

const PROTO = '__proto__';

usePeople();

describe('Graph', () => {
  it('stores fewer triples in a call where their nodes are long', async () => {
    const triples = (length: number) =>
      Array.from({ length: 60 }, (_, i): Triple => ['a'.repeat(length) + i, 'likes', 'b'.repeat(length) + i]);
    expect(await scriptsOf(db.redis, () => graph.storeMany(triples(1)))).toBe(1);
    expect(await scriptsOf(db.redis, () => graph.storeMany(triples(2000)))).toBe(4);
    expect(await graph.size()).toBe(120);
  });

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
    expect(
      (await collect(graph.query({ subject: 'charlie', predicate: 'friends' }))).map(({ object }) => object),
    ).toEqual(['huey', 'nuggie', 'zaizee']);
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
      const found = (await collect(graph.query(pattern))).map((t): Triple => [t.subject, t.predicate, t.object]);
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
    expect(await collect(graph.query({ object: 'Kansas' }))).toEqual([]);
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
    const objects = (await collect(graph.query({ subject: 'x' }))).map(({ object }) => object);
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
      expect((await collect(graph.query({ subject: node }))).map(({ object }) => object).sort()).toEqual(
        [...nodes].sort(),
      );
      expect((await collect(graph.query({ object: node }))).map(({ subject }) => subject).sort()).toEqual(
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
    for (const [call, message] of bad) expect(((await thrownBy(() => call)) as Error).message).toContain(message);
    expect(() => db.graph('')).toThrow('The name of the graph must not be empty.');
    expect(() => db.graph(7 as never)).toThrow(TypeError);
    expect(await db.redis.dbsize()).toBe(0);
  });

  it('keeps graphs of any name apart, each under one hash tag', async () => {
    const names = ['a', '{a}', '}a', '%7da', 'a:spo', 'ä'];
    for (const name of names) await db.graph(name).store(name, 'is', name);
    for (const name of names) expect(await db.graph(name).size()).toBe(1);
    for (const key of await collect(db.keys())) expect(key).toMatch(/^graph:\{[^{}]+\}:(?:spo|pos|osp)$/);
  });
});
