// Of all who miss a value one loads it, in all processes: who comes first at a gate of the key. The others wait in its line, and are
// dismissed when there is a value, or told what went wrong. A loader that dies loses its place to the next in line.
import { randomUUID } from 'node:crypto';
import { describeThrown } from '../../util/thrown.js';
import { unlessAborted } from '../../util/unless-aborted.js';
import { Gate, type Grant } from '../lock/gate.js';
import { Hold } from '../lock/hold.js';
import { clientOf, lineOf } from '../lock/line.js';
import type { LoadOutcome } from './running-loads.js';
import { type CacheStore, type FoundEntry, loadOf } from './store.js';

/** A value that was loaded, and how it is to be kept. */
export interface LoadedValue<V> {
  readonly value: V | undefined;
  readonly ttl: number | null;
  readonly tags: readonly string[];
  readonly skip: boolean;
}

/** Makes a value, and says how it is to be kept. */
export type MakeValue<V> = (signal: AbortSignal) => Promise<LoadedValue<V>>;

/** What those who waited are told. */
interface Verdict {
  readonly error?: { readonly name: string; readonly message: string };
  /** the value was not kept: here it is */
  readonly skipped?: string | null;
}

/** Milliseconds after which a loader without sign of life is replaced; it gives one each third of it. */
const LEASE = 3000;

const WAY_OUT =
  'Its process stood still for three seconds, or its key was deleted: another may load it now. Call again, keep the event loop free while it loads, and end it by its signal.';

function revive({ name, message }: { name: string; message: string }): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

export class Loader<V> {
  constructor(private readonly store: CacheStore<V>) {}

  /** The value of a key that was missed: loaded here, or by another process that was faster. */
  async load(key: string, make: MakeValue<V>): Promise<LoadOutcome<V>> {
    this.store.checkReach();
    const gate = this.gate(key);
    for (;;) {
      const request = this.request();
      const reply = await gate.enter(request, clientOf(gate.connection));
      const told = 'fence' in reply ? reply : await lineOf(gate).wait(request, reply, undefined);
      if ('fence' in told) return this.lead(gate, told, key, make);
      const { error, skipped } = JSON.parse(told.message) as Verdict;
      if (error) throw revive(error);
      if (skipped !== undefined) return { value: this.decode(skipped), counts: true };
      const found = await this.store.find(key);
      if (found && found.left > 0) return { value: found.entry.value, counts: true };
    }
  }

  /** Load a value if nobody does. */
  async refresh(key: string, make: MakeValue<V>): Promise<void> {
    this.store.checkReach();
    const gate = this.gate(key);
    const reply = await gate.enter(this.request());
    if ('fence' in reply) await this.lead(gate, reply, key, make);
  }

  /** Load, keep the value, and send away who waits. */
  private async lead(gate: Gate, grant: Grant, key: string, make: MakeValue<V>): Promise<LoadOutcome<V>> {
    const options = { ttl: LEASE, renew: true, wayOut: WAY_OUT };
    const hold = new Hold([{ gate, grant }], options);
    const end = async (verdict: Verdict) => {
      hold.abandon();
      return gate.dismiss(grant.token, JSON.stringify(verdict));
    };
    try {
      // another may have loaded it between our miss and our turn
      const found = await this.store.find(key);
      const since = this.store.shared.invalidations.now;
      if (found && found.left > 0) return await this.finish(found, end);
      const loaded = await unlessAborted(make(hold.signal), hold.signal);
      const counts = await this.keep(key, loaded, since);
      // who waits for what no longer counts is told nothing, and loads it anew
      await end(loaded.skip && counts ? { skipped: this.encode(loaded.value) } : {});
      return { value: loaded.value, counts };
    } catch (error) {
      await end({ error: describeThrown(error) }).catch(() => {});
      throw error;
    }
  }

  /** Keep what was loaded, if that is wanted; whether it counts for those who have asked since it began. */
  private async keep(key: string, { value, ttl, tags, skip }: LoadedValue<V>, since: number): Promise<boolean> {
    const unchanged = skip ? await this.store.wasUntouched(key) : await this.store.write(key, value, ttl, tags, since);
    return unchanged && this.store.countsSince(since, tags);
  }

  private async finish({ entry }: FoundEntry<V>, end: (verdict: Verdict) => Promise<boolean>): Promise<LoadOutcome<V>> {
    await end({});
    return { value: entry.value, counts: true };
  }

  private gate(key: string): Gate {
    const { name } = this.store.shared;
    const title = `The load of ${JSON.stringify(key)} in the cache ${JSON.stringify(name)}`;
    return new Gate(this.store.line, loadOf(this.store.keyOf(key)), title, 1, false);
  }

  private request() {
    return { token: randomUUID(), permits: 1, ttl: LEASE, owner: `pid ${process.pid}` };
  }

  private encode(value: V | undefined): string | null {
    if (value === undefined) return null;
    return Buffer.from(this.store.settings.codec.encode(value)).toString('base64');
  }

  private decode(text: string | null): V | undefined {
    if (text === null) return undefined;
    const { codec } = this.store.settings;
    const bytes = Buffer.from(text, 'base64');
    return codec.binary ? codec.decode(bytes) : codec.decode(bytes.toString());
  }
}
