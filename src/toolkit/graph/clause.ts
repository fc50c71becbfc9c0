import { encodeNode, type Node } from './node.js';
import { checkPlaces, PLACES } from './triple.js';
import { Variable } from './variable.js';

/** A node, or what is asked for. */
export type Term = Node | Variable;

/** What a search asks of one triple. A place that is left out may be anything. */
export type Clause =
  | readonly [subject: Term, predicate: Term, object: Term]
  | { readonly subject?: Term; readonly predicate?: Term; readonly object?: Term };

/** Clauses as the server takes them. */
export interface Join {
  readonly clauses: number;
  /** names, in the order of the nodes of a row */
  readonly variables: readonly string[];
  /** three a clause: `=` and a node, `?` and the number of a variable, `*` for any */
  readonly terms: readonly string[];
  /** a place is open, so that one binding can be found several times */
  readonly repeats: boolean;
}

const MOST = 100;
const ANY = '*';

function placesOf(clause: Clause): (Term | undefined)[] {
  if (!Array.isArray(clause)) {
    checkPlaces(clause);
    return PLACES.map((place) => (clause as Exclude<Clause, readonly unknown[]>)[place]);
  }
  if (clause.length === 3 && !clause.includes(undefined)) return [...clause];
  throw new TypeError('A clause must have a subject, a predicate and an object. As an object, it may leave some out.');
}

/** @throws TypeError, RangeError for clauses that make no sense */
export function compileJoin(clauses: readonly Clause[]): Join {
  if (!Array.isArray(clauses)) throw new TypeError('The clauses must be an array. Put the clause into one.');
  if (clauses.length === 0 || clauses.length > MOST)
    throw new RangeError(
      `A search takes 1 to ${MOST} clauses, not ${clauses.length}. Give what the triples must have.`,
    );
  const names: string[] = [];
  const number = (name: string): number => {
    if (!names.includes(name)) names.push(name);
    return names.indexOf(name) + 1;
  };
  const term = (value: Term | undefined, i: number): string => {
    if (value === undefined) return ANY;
    return value instanceof Variable ? `?${number(value.name)}` : `=${encodeNode(value, `The ${PLACES[i % 3]}`)}`;
  };
  const terms = clauses.flatMap((clause) => placesOf(clause as Clause).map(term));
  return { clauses: clauses.length, variables: names, terms, repeats: terms.includes(ANY) };
}
