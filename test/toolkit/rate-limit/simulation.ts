import type { Algorithm } from 'redstart';

export interface Rule {
  readonly limit: number;
  /** microseconds, as all times here */
  readonly window: number;
  readonly burst: number;
}

/** A limiter in plain TypeScript: the definition of each algorithm, with no thought of speed. */
export interface Simulation {
  used(now: number): number;
  add(now: number, cost: number): void;
  readonly capacity: number;
}

function slidingLog({ limit, window }: Rule): Simulation {
  const log: { at: number; cost: number }[] = [];
  return {
    capacity: limit,
    used: (now) => log.filter(({ at }) => at > now - window).reduce((sum, { cost }) => sum + cost, 0),
    add: (at, cost) => log.push({ at, cost }),
  };
}

function fixedWindow({ limit, window }: Rule): Simulation {
  // a window ends with the millisecond in which it has lasted that long
  const millisecond = (now: number) => Math.floor(now / 1000);
  let ends = 0;
  let count = 0;
  return {
    capacity: limit,
    used: (now) => (millisecond(now) <= ends ? count : 0),
    add(now, cost) {
      if (millisecond(now) > ends) [ends, count] = [millisecond(now + window), 0];
      count += cost;
    },
  };
}

function slidingCounter({ limit, window }: Rule): Simulation {
  const counts = new Map<number, number>();
  const at = (index: number) => counts.get(index) ?? 0;
  return {
    capacity: limit,
    used(now) {
      const index = Math.floor(now / window);
      return at(index - 1) * (1 - (now / window - index)) + at(index);
    },
    add(now, cost) {
      const index = Math.floor(now / window);
      counts.set(index, at(index) + cost);
    },
  };
}

function tokenBucket({ limit, window, burst }: Rule): Simulation {
  let tokens = burst;
  let then = 0;
  const refilled = (now: number) => Math.min(burst, tokens + ((now - then) * limit) / window);
  return {
    capacity: burst,
    used: (now) => burst - refilled(now),
    add(now, cost) {
      tokens = refilled(now) - cost;
      then = now;
    },
  };
}

export const simulations: Record<Algorithm, (rule: Rule) => Simulation> = {
  'sliding-log': slidingLog,
  'fixed-window': fixedWindow,
  'sliding-counter': slidingCounter,
  'token-bucket': tokenBucket,
};
