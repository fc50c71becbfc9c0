import type { Message } from '../message.js';

/** What is told of every event. */
interface About {
  readonly stream: string;
  readonly id: string;
  /** number of the try */
  readonly attempt: number;
}

/** The events of a worker, by type, with what is told of each. */
export interface WorkerEvents<F = Record<string, string>> {
  /** a handler begins */
  readonly started: { readonly message: Message<F> };
  /** it has succeeded; `duration`: how long it took, in milliseconds */
  readonly done: { readonly message: Message<F>; readonly duration: number };
  /** it has failed, or took too long */
  readonly failed: { readonly message: Message<F>; readonly duration: number; readonly error: unknown };
  /** another try is due */
  readonly retried: { readonly message: Message<F> };
  /** it was given up, and moved to the dead letters; there is no message where it does not fit its schema */
  readonly buried: { readonly message?: Message<F>; readonly error: unknown };
  /** it was taken over from the consumer that held it before, and is not read yet */
  readonly taken: { readonly from: string };
}

export type WorkerEventName = keyof WorkerEvents;

/** What happens to a message in a worker: its `type` says what, and what else is told. */
export type WorkerEvent<F = Record<string, string>, N extends WorkerEventName = WorkerEventName> = {
  readonly [K in N]: { readonly type: K } & About & WorkerEvents<F>[K];
}[N];

type Listener = (event: never) => unknown;

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
  private readonly listeners = new Map<WorkerEventName, Listener[]>();

  constructor(private readonly report: (error: unknown) => void) {}

  on<N extends WorkerEventName>(name: N, listener: (event: WorkerEvent<F, N>) => unknown): () => void {
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

  emit<N extends WorkerEventName>(type: N, { stream, id, attempt }: About, facts: WorkerEvents<F>[N]): void {
    this.counts[type]++;
    const listeners = this.listeners.get(type);
    if (!listeners) return;
    const event = { type, stream, id, attempt, ...facts };
    for (const listener of listeners) this.tell(listener, event);
  }

  private tell(listener: Listener, event: object): void {
    try {
      const told: unknown = listener(event as never);
      if (told instanceof Promise) told.catch(this.report);
    } catch (error) {
      this.report(error);
    }
  }
}
