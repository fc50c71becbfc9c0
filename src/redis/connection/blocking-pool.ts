import type { Cluster, Redis } from 'ioredis';
import { pause } from '../../util/pause.js';
import { neverReplay } from '../client.js';

/** How many unused connections are kept for the next blocked call. */
const SPARE = 4;

/** A connection of its own never times out by the options of the one it was copied from: waiting is its work. */
const PATIENT = {
  lazyConnect: true,
  autoResendUnfulfilledCommands: false,
  commandTimeout: undefined,
  socketTimeout: undefined,
  blockingTimeout: undefined,
  // a timer that ioredis leaves running after the end of a connection that was lost
  disconnectTimeout: 200,
};

/** The sockets of a client; not public in ioredis, absent while it is not connected. */
interface Sockets {
  readonly stream?: { ref?(): void; unref?(): void };
}

function duplicate(source: Redis | Cluster): Redis {
  const copy = source.isCluster
    ? (source as Cluster).duplicate([], { lazyConnect: true })
    : neverReplay((source as Redis).duplicate(PATIENT));
  // the call that is under way rejects; there is nobody else to tell
  copy.on('error', ignore);
  return copy as Redis;
}

const ignore = () => {};

/** Let the program end while the client is connected, or not. */
function hold(client: Redis, held: boolean): void {
  const { stream } = client as unknown as Sockets;
  if (held) stream?.ref?.();
  else stream?.unref?.();
}

const UNBLOCK_TRIES = 3;
/** How long a server that is told to give up may take to say what it had done already. */
const LAST_WORD = 200;

/** Call back when the signal aborts, and reject somewhat later. `off` forgets about it. */
function whenAborted(signal: AbortSignal | undefined, call: () => void): { late: Promise<never>; off: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let listener = () => {};
  const late = new Promise<never>((_, reject) => {
    listener = () => {
      call();
      timer = setTimeout(() => reject(signal?.reason), LAST_WORD);
    };
    signal?.addEventListener('abort', listener, { once: true });
  });
  const off = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', listener);
  };
  return { late, off };
}

/**
 * Lends connections of their own to calls that block, that watch keys or that subscribe, so that they hold up nothing
 * else. A few stay open for the next call; those do not keep the program from ending.
 *
 * On a cluster each of them is a client of the whole cluster, and none is kept.
 */
export class BlockingPool {
  /** true after close(): nothing is lent any more */
  closed = false;
  private readonly spare: Redis[] = [];
  private readonly lent = new Set<Redis>();
  /** what the server calls a connection, for as long as it lasts */
  private readonly ids = new WeakMap<Redis, Promise<unknown>>();

  constructor(private readonly source: Redis | Cluster) {}

  /**
   * Do some work on a connection that nobody else uses meanwhile.
   *
   * When the signal aborts the server is told to give up. What it had done by then still arrives and is the result, as an
   * element that it took from a list would be lost otherwise.
   *
   * @throws the reason of `signal` when it aborts
   */
  async run<T>(work: (redis: Redis) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.closed) throw new Error('Connection is closed.');
    const client = this.borrow();
    const { late, off } = whenAborted(signal, () => void this.giveUp(client));
    try {
      return await Promise.race([work(client), late]);
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      off();
      if (signal?.aborted) this.cut(client);
      this.giveBack(client);
    }
  }

  /** Cut every connection, also those in use: their calls reject. */
  close(): void {
    this.closed = true;
    for (const client of [...this.lent, ...this.spare]) this.cut(client);
  }

  private borrow(): Redis {
    const client = this.spare.pop() ?? this.open();
    hold(client, true);
    this.lent.add(client);
    return client;
  }

  private open(): Redis {
    const client = duplicate(this.source);
    client.on('close', () => {
      this.ids.delete(client);
      // one that waits for its next use does not come back
      if (this.spare.includes(client)) this.cut(client);
    });
    // asked before anything else: a connection that blocks answers no more
    if (!client.isCluster) this.ids.set(client, client.call('client', ['ID']).catch(ignore));
    return client;
  }

  /**
   * End a call that blocks. A connection that is merely cut may be served before the server sees its end, and what it was
   * given is lost. The nodes of a cluster number their connections each for itself: there it has to be cut.
   */
  private async giveUp(client: Redis): Promise<void> {
    // while it connects the call waits with us
    const id = client.status === 'ready' ? await this.ids.get(client) : undefined;
    for (let tries = 0; id !== undefined && tries < UNBLOCK_TRIES; tries++) {
      if (await this.unblock(id)) return;
      // the call may still be on its way
      await pause(2);
    }
    this.cut(client);
  }

  private async unblock(id: unknown): Promise<boolean> {
    if (this.source.status !== 'ready') return false;
    const reply = await (this.source as Redis).call('client', ['UNBLOCK', String(id), 'ERROR']).catch(ignore);
    return reply === 1;
  }

  private giveBack(client: Redis): void {
    const usable = this.lent.delete(client) && client.status === 'ready' && !client.isCluster;
    if (usable && this.spare.length < SPARE) {
      hold(client, false);
      this.spare.push(client);
    } else this.cut(client);
  }

  /** Disconnect for good. */
  private cut(client: Redis): void {
    this.lent.delete(client);
    const index = this.spare.indexOf(client);
    if (index >= 0) this.spare.splice(index, 1);
    // after the end it would start a timer that holds the program for two seconds
    if (client.status !== 'end') client.disconnect();
  }
}
