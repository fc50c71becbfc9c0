import type { Message } from '../message.js';

/** What happens to a message in a worker. */
export interface WorkerEvent<F = Record<string, string>> {
  readonly stream: string;
  readonly id: string;
  /** number of the try */
  readonly attempt: number;
  /** undefined where it was not read yet, or does not fit */
  readonly message?: Message<F>;
  /** milliseconds that the handler took, of `done` and `failed` */
  readonly duration?: number;
  /** what went wrong, of `failed` and `buried` */
  readonly error?: unknown;
  /** the consumer that held it before, of `taken` */
  readonly from?: string;
}

/**
 * `started`: a handler begins. `done`: it has succeeded. `failed`: it has failed, or took too long. `retried`: another try
 * is due. `buried`: it was given up, and moved to the dead letters. `taken`: it was taken over from another consumer.
 */
export type WorkerEventName = 'started' | 'done' | 'failed' | 'retried' | 'buried' | 'taken';

type Listener<F> = (event: WorkerEvent<F>) => void;

const NAMES: readonly WorkerEventName[] = ['started', 'done', 'failed', 'retried', 'buried', 'taken'];

/** Tells listeners what happens, and counts. */
export class Events<F> {
  readonly counts: Record<WorkerEventName, number> = {
    started: 0,
    done: 0,
    failed: 0,
    retried: 0,
    buried: 0,
    taken: 0,
  };
  private readonly listeners = new Map<WorkerEventName, Listener<F>[]>();

  constructor(private readonly report: (error: unknown) => void) {}

  on(name: WorkerEventName, listener: Listener<F>): () => void {
    if (!NAMES.includes(name))
      throw new TypeError(`There is no event ${JSON.stringify(name)}. Take one of ${NAMES.join(', ')}.`);
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
    return () => {
      const left = (this.listeners.get(name) ?? []).filter((other) => other !== listener);
      if (left.length > 0) this.listeners.set(name, left);
      else this.listeners.delete(name);
    };
  }

  /** Whether anybody listens. */
  hears(name: WorkerEventName): boolean {
    return this.listeners.has(name);
  }

  emit(
    name: WorkerEventName,
    { stream, id, attempt }: Pick<WorkerEvent<F>, 'stream' | 'id' | 'attempt'>,
    message?: Message<F>,
    facts?: Pick<WorkerEvent<F>, 'duration' | 'error' | 'from'>,
  ): void {
    this.counts[name]++;
    const listeners = this.listeners.get(name);
    if (!listeners) return;
    const event = { stream, id, attempt, ...(message && { message }), ...facts };
    for (const listener of listeners) this.tell(listener, event);
  }

  private tell(listener: Listener<F>, event: WorkerEvent<F>): void {
    try {
      listener(event);
    } catch (error) {
      this.report(error);
    }
  }
}
