import type { Answer } from './limiter.js';

interface Refusal {
  readonly cost: number;
  readonly answer: Answer;
  /** by performance.now() */
  readonly until: number;
}

const MOST = 10_000;

const retryAfter = ({ attempts, block }: Answer): number =>
  Math.max(block?.left ?? 0, ...attempts.map((attempt) => attempt.retryAfter));

/** Keys that were refused, until they would be allowed: asking the server again would only cost. */
export class Refusals {
  private readonly known = new Map<string, Refusal>();

  get(key: string, cost: number): Answer | undefined {
    const found = this.known.get(key);
    if (!found || cost < found.cost) return undefined;
    const left = Math.ceil(found.until - performance.now());
    if (left <= 0) {
      this.known.delete(key);
      return undefined;
    }
    const { answer } = found;
    const shorten = retryAfter(answer) - left;
    const attempts = answer.attempts.map((attempt) => ({
      ...attempt,
      retryAfter: Math.max(0, attempt.retryAfter - shorten),
    }));
    const block = answer.block && { ...answer.block, left: Math.max(0, answer.block.left - shorten) };
    return { ...answer, attempts, block };
  }

  set(key: string, cost: number, answer: Answer): void {
    this.known.delete(key);
    // the oldest goes: a Map keeps the order of insertion
    if (this.known.size >= MOST) this.known.delete(this.known.keys().next().value!);
    this.known.set(key, { cost, answer, until: performance.now() + retryAfter(answer) });
  }

  delete(key: string): void {
    this.known.delete(key);
  }
}
