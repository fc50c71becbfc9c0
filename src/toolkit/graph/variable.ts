/** A placeholder for a node in the clauses of a search. */
export class Variable {
  constructor(readonly name: string) {}
}

// named one by one, as with `noUncheckedIndexedAccess` any other name might be missing for all that the compiler knows
type Letter =
  | 'A'
  | 'B'
  | 'C'
  | 'D'
  | 'E'
  | 'F'
  | 'G'
  | 'H'
  | 'I'
  | 'J'
  | 'K'
  | 'L'
  | 'M'
  | 'N'
  | 'O'
  | 'P'
  | 'Q'
  | 'R'
  | 'S';
type Name = Letter | 'T' | 'U' | 'V' | 'W' | 'X' | 'Y' | 'Z';

export type Variables = Readonly<Record<Name | Lowercase<Name>, Variable> & Record<string, Variable>>;

/** Every name is a variable: `graph.v.X`, `graph.v['any name']`. */
export const variables = new Proxy({} as Variables, {
  get: (_, name) => (typeof name === 'string' ? new Variable(name) : undefined),
});
