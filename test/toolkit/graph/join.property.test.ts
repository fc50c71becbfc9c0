import fc from 'fast-check';
import { type Clause, Database, type Node, type Row, type Term, type Triple, Variable } from 'redstart';
import { expectProperty } from '../../support/property.js';

// few nodes, so that clauses meet; some that look like what the server is sent
const node = fc.constantFrom<Node>(0, 1, -2.5, '0', '1', '', 'a', 'a\0', '?1', '*', '=a');
const triple = fc.tuple(node, node, node);
const term = fc.oneof(node, fc.constantFrom(...['X', 'Y', 'Z', '__proto__'].map((name) => new Variable(name))));
const clause = fc.oneof(
  fc.tuple(term, term, term),
  fc.record({ subject: term, predicate: term, object: term }, { requiredKeys: [] }),
);

const placesOf = (clause: Clause): (Term | undefined)[] => {
  const { subject, predicate, object } = clause as { subject?: Term; predicate?: Term; object?: Term };
  return Array.isArray(clause) ? [...(clause as Term[])] : [subject, predicate, object];
};

/** Extend a binding by a triple, or not. */
function unify(binding: Map<string, Node>, clause: Clause, triple: Triple): Map<string, Node> | undefined {
  const extended = new Map(binding);
  for (const [i, place] of placesOf(clause).entries()) {
    const known = place instanceof Variable ? extended.get(place.name) : place;
    if (known !== undefined && known !== triple[i]) return undefined;
    if (place instanceof Variable) extended.set(place.name, triple[i]!);
  }
  return extended;
}

/** The join, by trying every triple in every clause. */
function naive(triples: readonly Triple[], clauses: readonly Clause[]): Row[] {
  let bindings = [new Map<string, Node>()];
  for (const clause of clauses) {
    bindings = bindings.flatMap((binding) =>
      triples.map((triple) => unify(binding, clause, triple)).filter((found) => found !== undefined),
    );
  }
  return bindings.map((binding) => Object.fromEntries(binding) as Row);
}

const identity = (row: Row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
const distinct = (rows: readonly Row[]) => [...new Set(rows.map(identity))].sort();

describe('a search of a graph', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterAll(() => db.close());

  it('agrees with a naive join, each row once', async () => {
    const graph = db.graph('property');
    const cases = fc.tuple(fc.array(triple, { maxLength: 30 }), fc.array(clause, { minLength: 1, maxLength: 3 }));
    await expectProperty(
      fc.asyncProperty(cases, async ([triples, clauses]) => {
        await graph.clear();
        await graph.storeMany(triples);
        const found = await graph.search(clauses as Clause[]);
        expect(found.map(identity).sort()).toEqual(distinct(naive(triples, clauses as Clause[])));
      }),
      400,
    );
  });

  it('keeps deleting and storing in step with a plain set', async () => {
    const graph = db.graph('steps');
    const step = fc.tuple(fc.boolean(), triple);
    await expectProperty(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        await graph.clear();
        const plain = new Set<string>();
        for (const [store, [s, p, o]] of steps) {
          const id = JSON.stringify([s, p, o]);
          if (store) expect(await graph.store(s, p, o)).toBe(plain.size !== plain.add(id).size);
          else expect(await graph.delete(s, p, o)).toBe(plain.delete(id));
        }
        const found: string[] = [];
        for await (const { subject, predicate, object } of graph.query())
          found.push(JSON.stringify([subject, predicate, object]));
        expect(found.sort()).toEqual([...plain].sort());
      }),
      60,
    );
  });
});
