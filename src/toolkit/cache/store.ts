import { CodecError } from '../../errors/container.js';
import type { Connection } from '../../redis/connection/connection.js';
import { isConnectionError } from '../../redis/connection/connection-error.js';
import { refuseDown } from '../../redis/connection/failure.js';
import { RawConnection } from '../../redis/connection/raw.js';
import { scanKeys } from '../../redis/scan-keys.js';
import { endLoad, removeCached, writeCached } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { explainForeign } from '../foreign.js';
import { joinNames, keyBelow, lastPart } from '../key.js';
import { EntryReader } from './entry-reader.js';
import { decodeEntry, type Entry, encodeEntry } from './envelope.js';
import { spaceLabels, tagLabel } from './invalidations.js';
import type { LocalValues } from './local.js';
import type { CacheSettings } from './options.js';
import { KIND, type Shared, UTILITY } from './shared.js';

/** An entry that counts, and how long it does. */
export interface FoundEntry<V> {
  readonly entry: Entry<V>;
  /** milliseconds until it is no longer fresh; below 0: since then. Infinity: it stays fresh */
  readonly left: number;
  readonly local: boolean;
}

/** A value that was loaded, and how it is to be kept. */
export interface LoadedValue<V> {
  readonly value: V | undefined;
  readonly ttl: number | null;
  readonly tags: readonly string[];
  readonly skip: boolean;
}

/** How a load ends at its gate: whose it is, and what those in line are told, also where the entry was changed meanwhile. */
interface LoadEnd {
  readonly token: string;
  readonly wake: string;
  readonly verdict: string;
  readonly anew: string;
}

/** Who reads entries, in the error that is told of one that cannot be read. */
const CACHE = { name: 'the cache', wayOut: 'It counts as a miss: keep the value again, with the codec that reads it.' };
const HEADERS = 200;

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

  /** Keep a value. */
  async write(key: string, value: V | undefined, ttl: number | null, tags: readonly string[]): Promise<void> {
    this.checkReach();
    const { invalidations } = this.shared;
    const entry = this.entryOf(value, ttl, tags, invalidations.now);
    const bytes = await this.encode(entry);
    await Promise.all([this.put(key, entry, bytes), invalidations.learn()]);
    // it is newer than an invalidation that was not known here yet
    if (invalidations.counts(entry.since, this.labels(entry))) return;
    const newer = { ...entry, since: invalidations.now };
    await this.put(key, newer, await this.encode(newer));
  }

  /**
   * End a load in one step: keep the value, unless the entry was changed meanwhile, and send away who waits; `since` is all that had been
   * invalidated when it began. Whether nobody has set or deleted the entry while it was loaded.
   */
  async endLoad(
    key: string,
    { value, ttl, tags, skip }: LoadedValue<V>,
    since: number,
    end: LoadEnd,
  ): Promise<boolean> {
    this.checkReach();
    const entry = this.entryOf(value, ttl, tags, since);
    const bytes = skip ? '' : await this.encode(entry);
    const stored = this.keyOf(key);
    const { wake, ...rest } = end;
    const input = { keys: { ...keysOf(stored), wake }, args: { ...this.argsOf(stored, entry, bytes), ...rest } };
    const send = async () => (await this.explained(stored, run(this.line, endLoad, input))) === 1;
    return skip ? send() : this.written(stored, entry, send);
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
    const keys = [
      { key: stored, holds: { string: true } },
      { key: loadOf(stored), holds: { string: true, zset: true } },
    ] as const;
    return explainForeign(this.shared.connection, error, { utility: UTILITY, keys });
  }

  private message(stored: string): string {
    return `${this.shared.id} ${stored}`;
  }

  private encode(entry: Entry<V>): Promise<string | Buffer> {
    return encodeEntry(entry, this.settings.codec, this.settings.compress);
  }

  private entryOf(value: V | undefined, ttl: number | null, tags: readonly string[], since: number): Entry<V> {
    const { staleFor, staleIfError } = this.settings;
    const extra = ttl === null ? 0 : Math.max(staleFor, staleIfError);
    return { value, ttl, extra, written: Date.now(), tags, since };
  }

  /** What a script is told of an entry that it keeps. */
  private argsOf(stored: string, { ttl, extra }: Entry<V>, value: string | Buffer) {
    const { channel } = this.shared;
    return { value, ttl: ttl === null ? 0 : ttl + extra, channel, message: this.message(stored) };
  }

  private put(key: string, entry: Entry<V>, bytes: string | Buffer): Promise<boolean> {
    const stored = this.keyOf(key);
    const input = { keys: keysOf(stored), args: this.argsOf(stored, entry, bytes) };
    return this.written(stored, entry, async () => {
      await this.explained(stored, run(this.line, writeCached, input));
      return true;
    });
  }

  /** Have an entry written, and keep it in this process as well if it was. */
  private async written(stored: string, entry: Entry<V>, send: () => Promise<boolean>): Promise<boolean> {
    const { local, observer } = this.shared;
    observer.write();
    const reading = local?.begin(stored);
    let isWritten = false;
    try {
      isWritten = await send();
    } finally {
      local?.spoil(stored, reading);
      if (reading) local!.end(reading, isWritten ? entry : undefined, entry.ttl ?? Number.POSITIVE_INFINITY);
    }
    return isWritten;
  }

  private async counting(keys: readonly string[]): Promise<string[]> {
    const found = await Promise.all(keys.map((key) => this.read(key)));
    return keys.filter((_, i) => found[i] && found[i].left > 0).map((key) => lastPart(KIND, this.path, key));
  }
}
