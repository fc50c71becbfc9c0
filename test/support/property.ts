// Properties of what a server answers: where one does not hold, its seed is told soon.
import fc from 'fast-check';

interface Limits {
  /** ms after which a run counts as one that never ends */
  readonly run: number;
  /** ms in which a failure is made smaller: an answer of a server takes so long that some need hours */
  readonly shrinking: number;
}

const LIMITS: Limits = { run: 200_000, shrinking: 20_000 };

/** Expect a property to hold in so many runs; an error says the seed, and the smallest failure that was found in a while. */
export async function expectProperty<Values>(
  property: fc.IAsyncProperty<Values>,
  runs: number,
  { run, shrinking }: Limits = LIMITS,
): Promise<void> {
  const options = { numRuns: runs, timeout: run, includeErrorInReport: true };
  const first = await fc.check(property, { ...options, endOnFailure: true });
  if (!first.failed) return;
  const { seed, counterexamplePath: path } = first;
  const smaller = await fc.check(property, { ...options, seed, path: path ?? '', interruptAfterTimeLimit: shrinking });
  // one that came by chance may not come again, and what never ends does not end now
  const told = smaller.counterexample ? smaller : first;
  throw new Error(await fc.asyncDefaultReportMessage(told), { cause: told.errorInstance });
}
