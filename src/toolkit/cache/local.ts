// The first level of a cache: values in this process. Every change of an entry is told on a channel, by the script that makes it. What
// is being read while a change is told is not kept, as it may be the value before; without the channel nothing is kept at all.
import type { Redis } from 'ioredis';
import type { BlockingPool } from '../../redis/connection/blocking-pool.js';
import { natural, positive } from '../../util/check.js';
import { pause } from '../../util/pause.js';
import type { Entry } from './envelope.js';
import type { Invalidations } from './invalidations.js';
import type { LocalOptions } from './options.js';

interface Kept {
  readonly entry: Entry<unknown>;
  /** by performance.now() */
  readonly until: number;
}

/** A reading on its way, spoilt by a change meanwhile. */
export interface Reading {
  readonly key: string;
  spoilt: boolean;
}

const RETRY = 200;

export class LocalValues {
  private readonly kept = new Map<string, Kept>();
  private readonly readings = new Map<string, Set<Reading>>();
  private readonly size: number;
  private readonly ttl: number;
  private live = false;
  private following = false;

  constructor(
    private readonly pool: BlockingPool,
    private readonly channel: string,
    private readonly invalidations: Invalidations,
    /** who tells of changes that were made here */
    private readonly id: string,
    { size, ttl }: LocalOptions,
  ) {
    this.size = positive('local.size', size);
    this.ttl = ttl === undefined ? Number.POSITIVE_INFINITY : natural('local.ttl', ttl);
  }

  get(key: string, labels: (entry: Entry<unknown>) => readonly string[]): Entry<unknown> | undefined {
    if (!this.following) void this.follow();
    const found = this.kept.get(key);
    if (!found) return undefined;
    this.kept.delete(key);
    const { entry, until } = found;
    if (performance.now() >= until || !this.invalidations.counts(entry.since, labels(entry))) return undefined;
    // the latest used is the last
    this.kept.set(key, found);
    return entry;
  }

  /** Say that an entry is going to be read or written. */
  begin(key: string): Reading {
    const reading = { key, spoilt: !this.live };
    const others = this.readings.get(key) ?? new Set();
    this.readings.set(key, others.add(reading));
    return reading;
  }

  /** Keep what was read or written, unless it has changed meanwhile. */
  end(reading: Reading, entry: Entry<unknown> | undefined, left: number): void {
    const { key, spoilt } = reading;
    const others = this.readings.get(key)!;
    others.delete(reading);
    if (others.size === 0) this.readings.delete(key);
    if (spoilt || !entry || left <= 0) return;
    this.kept.delete(key);
    this.kept.set(key, { entry, until: performance.now() + Math.min(left, this.ttl) });
    if (this.kept.size > this.size) this.kept.delete(this.kept.keys().next().value!);
  }

  /** An entry has changed: what others read of it on their way may be the value before. */
  spoil(key: string, own?: Reading): void {
    this.kept.delete(key);
    for (const reading of this.readings.get(key) ?? []) if (reading !== own) reading.spoilt = true;
  }

  private forget(): void {
    this.live = false;
    this.kept.clear();
    for (const readings of this.readings.values()) for (const reading of readings) reading.spoilt = true;
  }

  private hear(message: string): void {
    if (message.startsWith('{')) {
      const { at, labels } = JSON.parse(message) as { at: string; labels: string[] };
      this.invalidations.apply(labels, Number(at));
      return;
    }
    const [from, key] = [message.slice(0, this.id.length), message.slice(this.id.length + 1)];
    if (from !== this.id) this.spoil(key);
  }

  private async follow(): Promise<void> {
    this.following = true;
    while (!this.pool.closed) {
      await this.pool.run((redis) => this.listen(redis)).catch(() => {});
      this.forget();
      if (!this.pool.closed) await pause(RETRY);
    }
    this.following = false;
  }

  private async listen(redis: Redis): Promise<void> {
    try {
      const lost = new Promise<void>((resolve) => redis.once('close', resolve));
      redis.on('message', (_: string, message: string) => this.hear(message));
      await redis.subscribe(this.channel);
      this.live = true;
      await lost;
    } finally {
      this.live = false;
      // a connection that subscribed is good for nothing else
      redis.disconnect();
    }
  }
}
