import { Container } from './container.js';

/** Other containers of a kind, and options behind them: `a.union(b, c, { ... })`. */
export type OthersAnd<C extends Container, O> = readonly C[] | readonly [...C[], O];

/** Tell the containers from the options. */
export function splitOthers<C extends Container, O extends object>(
  args: OthersAnd<C, O>,
): [others: C[], options: Partial<O>] {
  const others = args.filter((arg) => arg instanceof Container) as C[];
  return [others, others.length === args.length ? {} : (args.at(-1) as O)];
}
