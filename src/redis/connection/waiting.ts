// Whether a function awaits an answer, or has returned it, looks the same to whoever holds its promise. The engine knows:
// the asynchronous part of a stack names every function that waits for the reaction which runs just now. Where it does not
// say (another engine, an answer with several readers) nothing is known, and the caller falls back on a time limit.

const MARK = 'redstart: the function of a transaction';

/** What hangs on the reaction that runs now: the function has returned it, awaits it, or does neither as far as is known. */
export type AwaitState = 'returned' | 'awaited' | 'unknown';

const marked = {
  async [MARK]<T>(fn: () => T | Promise<T>): Promise<T> {
    return await fn();
  },
};

/** Run a function so that `waitingHere()` recognises it. */
export const runMarked = <T>(fn: () => T | Promise<T>): Promise<T> => marked[MARK]!(fn);

const FRAMES = 100;

/** Frames of the engine and of Node, which are nobody's. */
const BUILT_IN = /\(node:|at node:|Promise\.\w+ \(|<anonymous>\)$/;

function frames(): string[] {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  return stack.split('\n').slice(1);
}

const fileOf = (frame: string): string => /\(?((?:file:)?[^\s(]*?):\d+:\d+\)?$/.exec(frame)?.[1] ?? '';

const isForeign = (frame: string, own: string): boolean => !BUILT_IN.test(frame) && !fileOf(frame).startsWith(own);

/** The folder of the library, by the frame of a function in this one. */
const libraryOf = (frame: string): string => fileOf(frame).replace(/redis\/connection\/[^/]*$/, '');

/** Whether a function of the user's awaits the answer. Call it inside a reaction to the answer. */
export function isAwaitedByUser(): boolean {
  const stack = frames();
  const ours = libraryOf(stack[0]!);
  return stack.some((frame) => isForeign(frame, ours));
}

/** Call it inside a reaction to an answer. */
export function waitingHere(): AwaitState {
  const stack = frames();
  const end = stack.findIndex((frame) => frame.includes(MARK));
  if (end < 0) return 'unknown';
  const ours = libraryOf(stack[0]!);
  const foreign = stack.slice(0, end).some((frame) => isForeign(frame, ours));
  return foreign ? 'awaited' : 'returned';
}
