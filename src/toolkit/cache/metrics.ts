import { checkFunction } from '../../util/options.js';

/** What a cache has done in this process since it was made. Times are milliseconds. */
export interface CacheMetrics {
  /** values that were found, here or on the server */
  readonly hits: number;
  /** those of them that were found in this process */
  readonly localHits: number;
  readonly misses: number;
  /** old values that were given while, or because, there was no new one */
  readonly staleHits: number;
  readonly loads: number;
  readonly loadTime: number;
  readonly errors: number;
  readonly writes: number;
}

export type CacheEvent = 'hit' | 'miss' | 'stale' | 'error';

/** What a handler of a cache is told. */
export interface CacheNotice {
  /** empty where it is of no single one, as an error of `keys()` */
  readonly key: string;
  /** of an error: what went wrong, in a load, on the way to the server, or a `CodecError` of an entry that cannot be read */
  readonly error?: unknown;
}

type Handler = (notice: CacheNotice) => void;
type Counts = { -readonly [K in keyof CacheMetrics]: number };

const NONE: CacheMetrics = {
  hits: 0,
  localHits: 0,
  misses: 0,
  staleHits: 0,
  loads: 0,
  loadTime: 0,
  errors: 0,
  writes: 0,
};

/** Counts what a cache and its namespaces do, and tells who wants to know. */
export class Observer {
  private readonly counts: Counts = { ...NONE };
  private readonly handlers: Record<CacheEvent, Set<Handler>> = {
    hit: new Set(),
    miss: new Set(),
    stale: new Set(),
    error: new Set(),
  };

  metrics(): CacheMetrics {
    return { ...this.counts };
  }

  on(event: CacheEvent, handler: Handler): () => void {
    if (!Object.hasOwn(this.handlers, event))
      throw new TypeError(`${JSON.stringify(event)} is not an event. Use 'hit', 'miss', 'stale' or 'error'.`);
    checkFunction('The handler of an event', handler);
    const handlers = this.handlers[event];
    handlers.add(handler);
    return () => void handlers.delete(handler);
  }

  hit(key: string, local: boolean): void {
    this.counts.hits++;
    if (local) this.counts.localHits++;
    this.tell('hit', { key });
  }

  miss(key: string): void {
    this.counts.misses++;
    this.tell('miss', { key });
  }

  stale(key: string): void {
    this.counts.staleHits++;
    this.tell('stale', { key });
  }

  error(key: string, error: unknown): void {
    this.counts.errors++;
    this.tell('error', { key, error });
  }

  load(time: number): void {
    this.counts.loads++;
    this.counts.loadTime += time;
  }

  write(): void {
    this.counts.writes++;
  }

  private tell(event: CacheEvent, notice: CacheNotice): void {
    if (this.handlers[event].size === 0) return;
    for (const handler of [...this.handlers[event]]) handler(notice);
  }
}
