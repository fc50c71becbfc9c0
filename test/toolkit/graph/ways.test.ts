import type { Triple } from 'redstart';
import { scriptsOf } from '../../support/commands.js';
import { db, graph, usePeople } from './people.js';

usePeople();

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
    expect(await scriptsOf(db.redis, () => graph.neighbours('hub'))).toBe(7);
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
