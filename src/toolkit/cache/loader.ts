// Of all who miss a value one loads it, in all processes: who comes first at a gate of the key. The others wait in its line, and are
// dismissed when there is a value, or told what went wrong. A loader that dies loses its place to the next in line.
import { randomUUID } from 'node:crypto';
import { describeThrown } from '../../util/thrown.js';
import { unlessAborted } from '../../util/unless-aborted.js';
import { dismissal, Gate, type Grant } from '../lock/gate.js';
import { Hold } from '../lock/hold.js';
import { clientOf, lineOf } from '../lock/line.js';
import { type LoadOutcome, moment, NEVER } from './running-loads.js';
import { type CacheStore, type LoadedValue, loadOf } from './store.js';

/** Makes a value, and says how it is to be kept. */
export type MakeValue<V> = (signal: AbortSignal) => Promise<LoadedValue<V>>;

/** What those who waited are told. */
interface Verdict {
  readonly error?: { readonly name: string; readonly message: string };
  /** the value was not kept: here it is, with what it counts by */
  readonly skipped?: { readonly value: string | null; readonly since: number; readonly tags: readonly string[] };
}

/** There is a value, or none that counts: look. */
const LOOK: Verdict = {};

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
      const asOf = moment();
      const reply = await gate.enter(request, clientOf(gate.connection));
      const told = 'fence' in reply ? reply : await lineOf(gate).wait(request, reply, undefined);
      if ('fence' in told) return this.lead(gate, told, key, make);
      const { error, skipped } = JSON.parse(told.message) as Verdict;
      if (error) throw revive(error);
      if (skipped && this.store.countsSince(skipped.since, skipped.tags))
        return { value: this.decode(skipped.value), asOf };
      const found = await this.look(key);
      if (found) return found;
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
    const dismiss = async (verdict: Verdict) => {
      hold.abandon();
      return gate.dismiss(grant.token, JSON.stringify(verdict));
    };
    try {
      // another may have loaded it between our miss and our turn
      const found = await this.look(key);
      const since = this.store.shared.invalidations.now;
      if (found) {
        await dismiss(LOOK);
        return found;
      }
      const loaded = await unlessAborted(make(hold.signal), hold.signal);
      hold.abandon();
      return await this.keep(gate, grant, key, loaded, since);
    } catch (error) {
      await dismiss({ error: describeThrown(error) }).catch(() => {});
      throw error;
    }
  }

  /** Keep what was loaded, if that is wanted, and send away who waits: for what no longer counts, to load it anew. */
  private async keep(
    gate: Gate,
    { token }: Grant,
    key: string,
    loaded: LoadedValue<V>,
    since: number,
  ): Promise<LoadOutcome<V>> {
    const { value, tags, skip } = loaded;
    const asOf = moment();
    const skipped = skip && this.store.countsSince(since, tags) && { value: this.encode(value), since, tags };
    const [verdict, anew] = [skipped ? { skipped } : LOOK, LOOK].map((each) => dismissal(JSON.stringify(each)));
    const end = { token, wake: gate.keys.wake, verdict: verdict!, anew: anew! };
    const unchanged = await this.store.endLoad(key, loaded, since, end);
    return { value, asOf: unchanged && this.store.countsSince(since, tags) ? asOf : NEVER };
  }

  /** What is there by now, for all who have asked until now. */
  private async look(key: string): Promise<LoadOutcome<V> | undefined> {
    const asOf = moment();
    const found = await this.store.find(key);
    return found && found.left > 0 ? { value: found.entry.value, asOf } : undefined;
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
