// Tags and namespaces are labels. The server keeps when each was last invalidated, in one sorted set a cache; a process knows what it
// has read of it, and reads what is new together with an entry. So invalidation is O(1), and holds for all who ask after it.
import type { Connection } from '../../redis/connection/connection.js';
import { invalidateCached } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import type { Kept } from '../foreign.js';

/** What the keys of what was invalidated hold. */
export const keptOfInvalidations = (log: string): Kept[] => [
  { key: log, holds: { zset: true } },
  { key: stampOf(log), holds: { string: /^\d+$/ } },
];

const stampOf = (log: string): string => `${log}:last`;

/** How many labels the server and each process remember. */
const MOST = 10_000;

/** The label that every entry has. */
const ROOT = 's:';

export const tagLabel = (tag: string): string => `t:${tag}`;

/** The labels of a namespace and of all above it; the names are those below the cache. */
export const spaceLabels = (paths: readonly string[]): string[] => [ROOT, ...paths.map((path) => `s:${path}`)];

export class Invalidations {
  private readonly known = new Map<string, number>();
  /** up to here all is known */
  private latest = 0;
  /** something later may be known as well, because it was told */
  private highest = 0;
  private next: Promise<void> | undefined;
  private hasLearned = false;

  constructor(
    private readonly connection: Connection,
    /** where it learns what is new */
    private readonly reading: Connection,
    readonly key: string,
    private readonly channel: string,
  ) {}

  /** The key of the time at which anything was last invalidated. */
  get stamp(): string {
    return stampOf(this.key);
  }

  /** What has been invalidated until now, as far as it is known here. */
  get now(): number {
    return this.latest;
  }

  /** Learn what is new; it is sent behind what was sent in the same turn. */
  learn(): Promise<void> {
    this.next ??= Promise.resolve().then(() => {
      this.next = undefined;
      return this.fetch();
    });
    return this.next;
  }

  /** Whether all is known here that was invalidated by the time of a stamp. */
  hasAll(stamp: Buffer | string | null): boolean {
    return this.hasLearned && (stamp === null || Number(stamp) <= this.latest);
  }

  /** Learn all that was invalidated by the time of a stamp. */
  async catchUp(stamp: Buffer | string | null): Promise<void> {
    const at = Number(stamp ?? 0);
    const range = [this.key, `(${this.latest}`, '+inf', 'WITHSCORES'];
    this.accept((await this.reading.send('zrangebyscore', range)) as string[]);
    if (at <= this.latest) return;
    // the log is gone, as with a server that drops keys: nothing that was made before counts
    this.apply([ROOT], at);
    this.latest = at;
  }

  /** Whether nothing is known to have been invalidated since then, whatever its labels are. */
  isLatest(since: number): boolean {
    return since >= this.highest;
  }

  /** Whether something that was made then, and has these labels, still counts. */
  counts(since: number, labels: readonly string[]): boolean {
    if (this.isLatest(since)) return true;
    return labels.every((label) => (this.known.get(label) ?? 0) <= since);
  }

  async invalidate(labels: readonly string[]): Promise<void> {
    const args = { channel: this.channel, root: ROOT, most: MOST };
    const keys = { log: this.key, stamp: this.stamp };
    const at = await run(this.connection, invalidateCached, { keys, args, rest: labels });
    this.apply(labels, Number(at));
  }

  /** Somebody says that these were invalidated. What else may have been is not known by that. */
  apply(labels: readonly string[], at: number): void {
    for (const label of labels) this.known.set(label, Math.max(at, this.known.get(label) ?? 0));
    this.highest = Math.max(this.highest, at);
  }

  private async fetch(): Promise<void> {
    const stamp = (await this.reading.send('get', [this.stamp])) as string | null;
    if (!this.hasAll(stamp)) await this.catchUp(stamp);
  }

  /** All that was invalidated since `now`: labels and times in turn. */
  accept(reply: readonly (string | Buffer)[]): void {
    this.hasLearned = true;
    for (let i = 0; i < reply.length; i += 2) {
      const at = Number(reply[i + 1]);
      this.apply([String(reply[i])], at);
      this.latest = Math.max(this.latest, at);
    }
    if (this.known.size > MOST) this.forget();
  }

  /** The oldest half is forgotten: what was made before it no longer counts, whatever labels it has. */
  private forget(): void {
    const oldest = [...this.known].sort(([, a], [, b]) => a - b).slice(0, this.known.size / 2);
    for (const [label] of oldest) this.known.delete(label);
    this.apply([ROOT], oldest.at(-1)![1]);
  }
}
