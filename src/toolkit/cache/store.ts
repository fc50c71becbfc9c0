import { randomUUID } from 'node:crypto';
import { CodecError } from '../../errors/container.js';
import type { Connection } from '../../redis/connection/connection.js';
import { isConnectionError } from '../../redis/connection/connection-error.js';
import { refuseDown } from '../../redis/connection/failure.js';
import { RawConnection } from '../../redis/connection/raw.js';
import { scanKeys } from '../../redis/scan-keys.js';
import { removeCached, writeCached } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { explainForeign, UtilityConnection } from '../foreign.js';
import { joinNames, keyBelow, lastPart } from '../key.js';
import { EntryReader } from './entry-reader.js';
import { decodeEntry, type Entry, encodeEntry } from './envelope.js';
import { Invalidations, keptOfInvalidations, spaceLabels, tagLabel } from './invalidations.js';
import { LocalValues } from './local.js';
import { Observer } from './metrics.js';
import type { CacheOptions, CacheSettings } from './options.js';

/** An entry that counts, and how long it does. */
export interface FoundEntry<V> {
  readonly entry: Entry<V>;
  /** milliseconds until it is no longer fresh; below 0: since then. Infinity: it stays fresh */
  readonly left: number;
  readonly local: boolean;
}

/** What a cache and its namespaces share. */
export interface Shared {
  readonly connection: Connection;
  readonly name: string;
  readonly invalidations: Invalidations;
  readonly observer: Observer;
  readonly local: LocalValues | undefined;
  readonly channel: string;
  /** what this cache is called where changes are told */
  readonly id: string;
}

const KIND = 'cache';
const UTILITY = 'part of a cache';
/** Who reads entries, in the error that is told of one that cannot be read. */
const CACHE = { name: 'the cache', wayOut: 'It counts as a miss: keep the value again, with the codec that reads it.' };
const HEADERS = 200;

export function share<V>(connection: Connection, name: string, { local, onError }: CacheOptions<V>): Shared {
  const base = `${KIND}:{${joinNames([name])}}`;
  const channel = `${base}:changes`;
  const log = `${base}:invalidated`;
  const kept = new UtilityConnection(connection, { utility: UTILITY, keys: keptOfInvalidations(log) });
  const reading = onError === 'miss' ? kept.impatient : kept;
  const invalidations = new Invalidations(kept, reading, log, channel);
  const id = randomUUID();
  const values = local && new LocalValues(connection.blocking, channel, invalidations, id, local);
  return { connection, name, invalidations, observer: new Observer(), local: values, channel, id };
}

/** What the keys of the gate begin with at which one of all loads an entry. */
export const loadOf = (stored: string): string => `${stored}:load`;
const keysOf = (stored: string) => ({ entry: stored, load: loadOf(stored), changed: `${stored}:changed` });

const globEscape = (text: string): string => text.replaceAll(/[\\*?[\]]/g, '\\$&');

/** The entries of one namespace: in this process, where that is wanted, and on the server. */
export class CacheStore<V> {
  private readonly path: string;
  private readonly spaces: readonly string[];
  private readonly raw: Connection;
  private readonly reader: EntryReader;
  /** where an error is a miss, no call waits for a server that is known to be out of reach */
  readonly line: Connection;

  constructor(
    readonly shared: Shared,
    readonly names: readonly string[],
    readonly settings: CacheSettings<V>,
  ) {
    this.path = joinNames([shared.name, ...names]);
    this.spaces = spaceLabels(names.map((_, i) => joinNames(names.slice(0, i + 1))));
    this.line = settings.onError === 'miss' ? shared.connection.impatient : shared.connection;
    this.raw = new RawConnection(this.line);
    this.reader = new EntryReader(this.line, shared.invalidations);
  }

  keyOf(key: string): string {
    return keyBelow(KIND, this.path, key);
  }

  /** The entry, fresh or not, unless it was invalidated. One round trip at most. */
  find(key: string): Promise<FoundEntry<V> | undefined> {
    const { local } = this.shared;
    return local ? this.findNear(key, local) : this.read(this.keyOf(key));
  }

  private async findNear(key: string, local: LocalValues): Promise<FoundEntry<V> | undefined> {
    const stored = this.keyOf(key);
    const known = local.get(stored, this.labels) as Entry<V> | undefined;
    // what is kept here is always fresh
    if (known) return { entry: known, left: Number.POSITIVE_INFINITY, local: true };
    const reading = local.begin(stored);
    let found: FoundEntry<V> | undefined;
    try {
      found = await this.read(stored);
      return found;
    } finally {
      if (reading) local.end(reading, found?.entry, found?.left ?? 0);
    }
  }

  /** The entry as the server has it, with its time. */
  inspect(key: string): Promise<FoundEntry<V> | undefined> {
    return this.read(this.keyOf(key), true);
  }

  /**
   * Keep a value; with `since` one that was loaded, when that was all that had been invalidated, and that is not kept where the entry
   * was changed meanwhile. Whether it was kept.
   */
  async write(
    key: string,
    value: V | undefined,
    ttl: number | null,
    tags: readonly string[],
    since?: number,
  ): Promise<boolean> {
    this.checkReach();
    const { settings, shared } = this;
    const { invalidations, observer } = shared;
    const extra = ttl === null ? 0 : Math.max(settings.staleFor, settings.staleIfError);
    const header = { value, ttl, extra, written: Date.now(), tags };
    const life = ttl === null ? 0 : ttl + extra;
    const from = since ?? invalidations.now;
    const bytes = await this.encode({ ...header, since: from });
    observer.write();
    const sent = this.send(key, { ...header, since: from }, bytes, life, since !== undefined);
    if (since !== undefined) return sent;
    await Promise.all([sent, invalidations.learn()]);
    // it is newer than an invalidation that was not known here yet
    if (invalidations.counts(from, this.labels(header))) return true;
    const entry = { ...header, since: invalidations.now };
    return this.send(key, entry, await this.encode(entry), life, false);
  }

  /** Whether nobody has set or deleted the entry while it was loaded, for a load that keeps nothing. */
  async wasUntouched(key: string): Promise<boolean> {
    return (await this.shared.connection.send('del', [keysOf(this.keyOf(key)).changed])) === 0;
  }

  /** Whether nothing is known to have been invalidated since then that has to do with an entry of these tags. */
  countsSince(since: number, tags: readonly string[]): boolean {
    return this.shared.invalidations.counts(since, this.labels({ tags }));
  }

  /** Take an entry out; undefined where there was none that counts. */
  async remove(key: string): Promise<FoundEntry<V> | undefined> {
    const { channel, invalidations, local } = this.shared;
    const stored = this.keyOf(key);
    local?.spoil(stored);
    this.checkReach();
    const args = { channel, message: this.message(stored) };
    const removed = this.explained(stored, run(this.raw, removeCached, { keys: keysOf(stored), args }));
    const [reply] = await Promise.all([removed, invalidations.learn()]);
    local?.spoil(stored);
    if (reply === null) return undefined;
    const [bytes, left] = reply as [Buffer, number];
    const entry = await this.open(stored, bytes);
    return entry && this.judge(entry, left);
  }

  /** The keys whose entries count, in steps. */
  async *keys(): AsyncGenerator<string, void> {
    this.checkReach();
    const pattern = `${globEscape(`${KIND}:{${this.path}:`)}*}`;
    let batch: string[] = [];
    for await (const key of scanKeys(this.line, pattern)) {
      if (batch.push(key) < HEADERS) continue;
      yield* await this.counting(batch);
      batch = [];
    }
    yield* await this.counting(batch);
  }

  invalidate(tags: readonly string[]): Promise<void> {
    return this.shared.invalidations.invalidate(tags.map(tagLabel));
  }

  /** Let no entry of this namespace count, nor of those below. */
  clear(): Promise<void> {
    return this.shared.invalidations.invalidate([this.spaces.at(-1)!]);
  }

  /** Whether an error is to be taken for a miss; it is told all the same. */
  forgives(key: string, error: unknown): boolean {
    if (!isConnectionError(error)) return false;
    this.shared.observer.error(key, error);
    return this.settings.onError === 'miss';
  }

  private readonly labels = ({ tags }: Pick<Entry<unknown>, 'tags'>): readonly string[] =>
    tags.length === 0 ? this.spaces : [...this.spaces, ...tags.map(tagLabel)];

  private get needsTime(): boolean {
    return this.shared.local !== undefined || this.settings.staleFor > 0 || this.settings.staleIfError > 0;
  }

  /** Where an error is a miss, nobody waits for a server that is known to be out of reach. */
  checkReach(): void {
    if (this.settings.onError === 'miss') refuseDown(this.shared.connection);
  }

  private async read(stored: string, timed = this.needsTime): Promise<FoundEntry<V> | undefined> {
    this.checkReach();
    const [reply, left] = await this.explained(stored, this.reader.read(stored, timed));
    if (reply === null) return undefined;
    const opened = this.open(stored, reply);
    const entry = opened && 'since' in opened ? opened : await opened;
    return entry && this.judge(entry, left);
  }

  /** An entry as it was written; what cannot be read is told, and is none: the value may be made again. */
  private open(stored: string, bytes: Buffer): Entry<V> | undefined | Promise<Entry<V> | undefined> {
    const tell = (cause: unknown): undefined => this.tellDamaged(stored, cause);
    try {
      const entry = decodeEntry(bytes, this.settings.codec);
      return 'since' in entry ? entry : entry.catch(tell);
    } catch (cause) {
      return tell(cause);
    }
  }

  private tellDamaged(stored: string, cause: unknown): undefined {
    const key = lastPart(KIND, this.path, stored);
    this.shared.observer.error(key, new CodecError(stored, undefined, cause, {}, CACHE));
  }

  private judge(entry: Entry<V>, pttl: number | undefined): FoundEntry<V> | undefined {
    const { invalidations } = this.shared;
    if (!invalidations.isLatest(entry.since) && !invalidations.counts(entry.since, this.labels(entry)))
      return undefined;
    const forever = pttl === undefined || pttl === -1;
    return { entry, left: forever ? Number.POSITIVE_INFINITY : pttl - entry.extra, local: false };
  }

  /** The same answer; where a key of the entry holds something else, an error that says so. */
  private explained<T>(stored: string, answer: Promise<T>): Promise<T> {
    return answer.catch((error) => this.explain(stored, error));
  }

  private explain(stored: string, error: unknown): Promise<never> {
    const keys = [{ key: stored, holds: { string: true } }] as const;
    return explainForeign(this.shared.connection, error, { utility: UTILITY, keys });
  }

  private message(stored: string): string {
    return `${this.shared.id} ${stored}`;
  }

  private encode(entry: Entry<V>): Promise<string | Buffer> {
    return encodeEntry(entry, this.settings.codec, this.settings.compress);
  }

  private async send(
    key: string,
    entry: Entry<V>,
    value: string | Buffer,
    ttl: number,
    isLoaded: boolean,
  ): Promise<boolean> {
    const { channel, local } = this.shared;
    const stored = this.keyOf(key);
    const args = { value, ttl, channel, message: this.message(stored), loaded: isLoaded ? 1 : 0 };
    const reading = local?.begin(stored);
    let written = false;
    try {
      written = (await this.explained(stored, run(this.line, writeCached, { keys: keysOf(stored), args }))) !== null;
    } finally {
      local?.spoil(stored, reading);
      if (reading) local!.end(reading, written ? entry : undefined, entry.ttl ?? Number.POSITIVE_INFINITY);
    }
    return written;
  }

  private async counting(keys: readonly string[]): Promise<string[]> {
    const found = await Promise.all(keys.map((key) => this.read(key)));
    return keys.filter((_, i) => found[i] && found[i].left > 0).map((key) => lastPart(KIND, this.path, key));
  }
}
