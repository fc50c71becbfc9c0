import { Container } from './container.js';

/** Other containers of a kind, and options behind them: `a.union(b, c, { ... })`. */
export type OthersAnd<C extends Container, O> = readonly C[] | readonly [...C[], O];

/** Tell the containers from the options. */
export function splitOthers<C extends Container, O extends object>(
  args: OthersAnd<C, O>,
): [others: C[], options: Partial<O>] {
  const isContainer = (arg: C | O): arg is C => arg instanceof Container;
  const last = args.at(-1);
  return [args.filter(isContainer), last === undefined || isContainer(last) ? {} : last];
}
