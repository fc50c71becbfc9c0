import type { Cluster, Redis } from 'ioredis';
import { pause } from '../../util/pause.js';
import { closedByUser, disconnected, failure, isElsewhere, movedByUser } from './failure.js';
import { type Home, homeOf, openAt, refresh } from './home.js';
import { refuseInside } from './inside.js';
import { Lease, type LeaseNature, type LeaseOptions } from './lease.js';

/** How many unused connections are kept for the next blocked call, for each server. */
const SPARE = 4;
/** How long close() waits for the server to see that nobody waits any more, in ms. */
const FAREWELL = 500;

interface RunOptions extends LeaseOptions {
  /** The key that the work is about: on a cluster it is done by the node that holds it. */
  readonly key?: string;
  /** The work may begin again at another server when the database moves there and this one has not done it. @default false */
  readonly resumes?: boolean;
}

/** The sockets of a client; not public in ioredis, absent while it is not connected. */
interface Sockets {
  readonly stream?: { ref?(): void; unref?(): void };
}

/** Let the program end while the client is connected, or not. */
function hold(client: Redis, held: boolean): void {
  const { stream } = client as unknown as Sockets;
  if (held) stream?.ref?.();
  else stream?.unref?.();
}

/** What is done on a connection of its own; `asking` is a node that has the slot soon, and does what follows upon ASKING. */
type Work<T> = (redis: Redis, asking: boolean) => Promise<T>;

const isReply = (error: unknown): error is Error => (error as Error | undefined)?.name === 'ReplyError';

const ignore = () => {};

const ended = (client: Redis): Promise<void> =>
  new Promise((resolve) => {
    if (client.status === 'end') resolve();
    else client.once('end', () => resolve());
  });

/**
 * Lends connections of their own to calls that block, that watch keys or that subscribe, so that they hold up nothing
 * else. A few stay open for the next call, on a cluster a few to each node; those do not keep the program from ending.
 */
export class BlockingPool {
  private readonly ending = new AbortController();
  private readonly spare: { readonly client: Redis; readonly home: string }[] = [];
  private readonly lent = new Set<Lease>();
  /** what ends in order before its connections are cut */
  private readonly loops = new Set<(timeout: number) => Promise<unknown>>();
  /** what the server calls a connection, for as long as it lasts */
  private readonly ids = new WeakMap<Redis, Promise<unknown>>();

  constructor(
    private source: Redis | Cluster,
    private server: string,
    /** how long an answer may take beyond the time that a call waits, in ms; also for a connection, or a moving slot */
    readonly margin: number,
  ) {}

  /**
   * Do some work on a connection that nobody else uses meanwhile.
   *
   * When the signal aborts the server is told to give up. What it had done by then still arrives and is the result, as an
   * element that it took from a list would be lost otherwise.
   *
   * @throws the reason of `signal` when it aborts; ConnectionError when the connection fails, or is silent for longer than
   * `within` and a margin
   */
  async run<T>(work: Work<T>, options: RunOptions = {}): Promise<T> {
    refuseInside('A call that blocks');
    let deadline = Date.now() + this.margin;
    for (let tries = 0, node: string | undefined; ; tries++) {
      options.signal?.throwIfAborted();
      const lease = await this.lease(options, node, deadline);
      try {
        return await this.use(lease, work, options, node !== undefined);
      } catch (error) {
        if (options.signal?.aborted) throw options.signal.reason;
        if (lease.resumesAfter(error)) {
          [node, deadline] = [undefined, Date.now() + this.margin];
          continue;
        }
        const wait = Math.min(500, 20 * 2 ** tries);
        const again = this.mayGoOn(error, lease) && Date.now() + wait < deadline;
        if (!again) throw failure(error, lease.server, lease.reached);
        node = /^ASK \d+ (\S+)/.exec((error as Error).message)?.[1];
        if (node === undefined) await Promise.all([refresh(this.source), pause(tries === 0 ? 0 : wait)]);
      }
    }
  }

  /** Have a loop end in order before close(). @returns a function that forgets it */
  register(end: (timeout: number) => Promise<unknown>): () => void {
    this.loops.add(end);
    return () => this.loops.delete(end);
  }

  /** aborts with close() */
  get closing(): AbortSignal {
    return this.ending.signal;
  }

  /** true after close(): nothing is lent any more */
  get closed(): boolean {
    return this.closing.aborted;
  }

  /** End the loops while the server can hear of it, in so many milliseconds or not much more. */
  async settle(timeout: number): Promise<void> {
    if (this.source.status === 'ready') await Promise.allSettled([...this.loops].map((end) => end(timeout)));
  }

  /**
   * Cut every connection, also those in use: their calls reject. Resolves when the server has heard of it, as it would still give
   * elements to calls that wait there, or after half a second.
   */
  async close(): Promise<void> {
    this.ending.abort();
    for (const lease of this.lent) lease.end(disconnected(closedByUser(), this.server, lease.reached));
    const waiting = [...this.lent].map(({ client }) => ended(client));
    for (const { client } of [...this.lent, ...this.spare]) this.cut(client);
    if (waiting.length === 0) return;
    const done = new AbortController();
    await Promise.race([Promise.all(waiting), pause(FAREWELL, done.signal)]);
    done.abort();
  }

  /** Leave the server for another one; resolves when nothing waits at the old one any more. */
  async move(source: Redis | Cluster, server: string): Promise<void> {
    Object.assign(this, { source, server });
    for (const { client } of [...this.spare]) this.cut(client);
    await Promise.all([...this.lent].map((lease) => lease.leave(movedByUser())));
  }

  /** Whether another node, or the same one a little later, will do what this one did not. */
  private mayGoOn(error: unknown, { reached }: Lease): boolean {
    if (!this.source.isCluster || this.closed) return false;
    return isReply(error) ? isElsewhere(error) : !reached && Object.hasOwn(error as object, 'syscall');
  }

  private async use<T>(lease: Lease, work: Work<T>, options: RunOptions, asking: boolean) {
    let clean = false;
    try {
      const result = await lease.use(async (redis) => {
        if (asking) await redis.call('asking');
        return work(redis, asking);
      }, options);
      clean = !options.signal?.aborted;
      return result;
    } catch (error) {
      clean = isReply(error) && !options.signal?.aborted;
      throw error;
    } finally {
      // one that was told to give up may be told so again
      this.giveBack(lease, clean);
    }
  }

  /** A connection to the server that the work is for; on a cluster that is being reached, when it has been. */
  private async lease(
    { key, resumes = false, harmless = false }: RunOptions,
    node: string | undefined,
    deadline: number,
  ): Promise<Lease> {
    for (;;) {
      if (this.closed) throw disconnected(closedByUser(), this.server, false);
      const home = homeOf(this.source, key, node) ?? homeOf(this.source, key);
      if (home) return this.borrow(home, { resumes, harmless });
      if (Date.now() > deadline)
        throw disconnected(new Error(`no answer within ${this.margin} ms`), this.server, false);
      await pause(10);
    }
  }

  private borrow(home: Home, nature: LeaseNature): Lease {
    const index = this.spare.findLastIndex((one) => one.home === home.name);
    const client = index >= 0 ? this.spare.splice(index, 1)[0]!.client : this.open(home);
    hold(client, true);
    const lease = new Lease(client, {
      home,
      server: this.server,
      id: this.ids.get(client),
      margin: this.margin,
      ...nature,
    });
    this.lent.add(lease);
    return lease;
  }

  private open(home: Home): Redis {
    const client = openAt(home);
    client.on('close', () => {
      this.ids.delete(client);
      // one that waits for its next use does not come back
      if (this.spare.some((one) => one.client === client)) this.cut(client);
    });
    // asked before anything else: a connection that blocks answers no more
    this.ids.set(client, client.call('client', ['ID']).catch(ignore));
    return client;
  }

  private giveBack(lease: Lease, clean: boolean): void {
    const { client, home, left } = lease;
    const usable = this.lent.delete(lease) && clean && !left && client.status === 'ready' && !this.closed;
    if (usable && this.spare.filter((one) => one.home === home.name).length < SPARE) {
      hold(client, false);
      this.spare.push({ client, home: home.name });
    } else this.cut(client);
  }

  /** Disconnect for good. */
  private cut(client: Redis): void {
    const index = this.spare.findIndex((one) => one.client === client);
    if (index >= 0) this.spare.splice(index, 1);
    // after the end it would start a timer that holds the program for two seconds
    if (client.status !== 'end') client.disconnect();
  }
}
