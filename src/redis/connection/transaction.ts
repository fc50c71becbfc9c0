import { type Cluster, Command, type Redis } from 'ioredis';
import { TransactionError } from '../../errors/connection.js';
import { pause } from '../../util/pause.js';
import { checkSameSlot, keySlot } from '../slot.js';
import type { Argument, Connection } from './connection.js';
import { failure, isElsewhere, isPassing } from './failure.js';
import { Held } from './held.js';
import { outside } from './inside.js';
import { executeInSlices, executeTogether, inSlices, type Reply, SLICE, turn, whyRefused } from './multi.js';
import { QueueConnection } from './queue.js';
import { type AwaitState, waitingHere } from './waiting.js';

/** The way to the server that a transaction itself may take while its function runs. */
function viewFromInside(direct: Connection): Connection {
  const { redis, capabilities, blocking, server, trouble } = direct;
  const send = (command: string, args: Argument[]) => outside(() => direct.send(command, args));
  const sendBuffer = (command: string, args: Argument[]) => outside(() => direct.sendBuffer(command, args));
  const follow: Connection['follow'] = (commands, work) => direct.follow(commands, work);
  const view = {
    redis,
    capabilities,
    server,
    trouble,
    blocking,
    direct,
    impatient: direct,
    inTransaction: false,
    follow,
    send,
    sendBuffer,
  };
  return Object.assign(view, { direct: view, impatient: view });
}

/** What became of a transaction. */
type TransactionOutcome = 'open' | 'done' | 'conflict';

const keysOf = ({ command, args }: Held): string[] =>
  new Command(command, args).getKeys().flatMap((key) => (key ? [key.toString()] : []));

function firstKey(commands: readonly Held[]): string | undefined {
  for (const held of commands) {
    const [key] = keysOf(held);
    if (key !== undefined) return key;
  }
  return undefined;
}

const SPENT =
  'This transaction has been sent. Queue all of its calls before its function returns; what follows upon an answer comes after db.transaction().';

const AWAITED =
  'The function of a transaction awaits one of its own calls, which is sent when the function has returned: nothing was written. Return the calls, as in "return Promise.all([...])", and read what is there now by t.now.';

const ENDLESS =
  'The function of a transaction did not return, and queued nothing more, so that nothing was written. It must not await its own calls: return them, as in "return Promise.all([...])", and read what is there now by t.now.';

/** What awaits a call is told when the transaction starts over; its `finally` blocks run. */
const CONFLICT = 'A watched key changed, and the transaction starts over.';

/** The longest wait before a slot that moves is asked again, in milliseconds. */
const LONGEST_PAUSE = 500;

/** The connection that watches the keys, which nobody else uses meanwhile. */
export interface Watch {
  /** whether it still does: one that was lost knows nothing of them */
  readonly holds: () => boolean;
  /** the node does not own the slot yet */
  readonly asking: boolean;
}

/** What a queued call is answered with to find out who waits for it. */
const PROBE = Symbol('probe');

/** The queue behind `db.transaction()`: what it holds goes out once, between MULTI and EXEC, when the function has returned. */
export class TransactionConnection extends QueueConnection {
  outcome: TransactionOutcome = 'open';
  /** EXEC was sent, so that nothing can be added */
  sent = false;
  private held: Held[] = [];
  /** those whose answer may be touched to see who waits for it */
  private probes: Held[] = [];
  private seen: AwaitState = 'unknown';
  private refusal: { readonly reason: unknown } | undefined;

  constructor(
    direct: Connection,
    private readonly client: Redis | Cluster,
    private readonly watch?: Watch,
  ) {
    super(viewFromInside(direct));
  }

  override get inTransaction(): boolean {
    return true;
  }

  /** How many calls are queued. */
  get size(): number {
    return this.held.length;
  }

  /** A view of the server as it is now. */
  reader(): Connection {
    return this.direct;
  }

  /** Whether the function has returned what is queued, awaits it, or is busy with something else. */
  async whoWaits(): Promise<AwaitState> {
    this.seen = 'unknown';
    const probes = this.probes.splice(0);
    let from = 0;
    // one that is waited for tells of all
    for (; from < probes.length && this.seen === 'unknown'; from += SLICE) {
      for (const held of probes.slice(from, from + SLICE)) held.resolve(PROBE);
      // the reactions run before the next turn of the loop
      await turn();
    }
    this.probes = this.probes.concat(probes.slice(from));
    return this.seen;
  }

  /** Send nothing any more. Whoever awaits a call learns why; the others are never settled, as nobody would notice. */
  refuse(reason: unknown): void {
    this.sent = true;
    this.refusal = { reason };
    this.touch();
  }

  /** MULTI, what is queued, EXEC. */
  async execute(): Promise<TransactionOutcome> {
    const commands = this.held.splice(0);
    this.sent = true;
    try {
      if (commands.length > 0) this.outcome = await outside(() => this.commit(commands));
    } catch (error) {
      const why = whyRefused(error);
      // whoever lent the connection knows where the slot is going
      throw this.watch && isElsewhere(why as Error) ? why : failure(why, this.server, true);
    }
    if (this.outcome === 'conflict') this.refuse(new TransactionError(CONFLICT));
    return this.outcome;
  }

  static readonly errors = {
    awaited: () => new TransactionError(AWAITED),
    endless: () => new TransactionError(ENDLESS),
  };

  protected enqueue(command: string, args: Argument[], raw: boolean): Promise<unknown> {
    if (this.sent) return Promise.reject(new TransactionError(SPENT));
    const held = new Held(command, args, raw);
    this.held.push(held);
    return this.answerOf(held);
  }

  /** The answer; before it is there a probe in its place tells who waits for it. One reaction, as each costs in a long transaction. */
  private answerOf(held: Held): Promise<unknown> {
    this.probes.push(held);
    return held.promise.then((reply) => (reply === PROBE ? this.probed(held) : reply), this.failed);
  }

  private probed(held: Held): Promise<unknown> {
    if (this.refusal) return this.refused(this.refusal.reason);
    if (this.seen === 'unknown') this.seen = waitingHere();
    held.renew();
    return this.answerOf(held);
  }

  private readonly failed = (error: unknown): never => {
    throw failure(error, this.server, true);
  };

  private refused(reason: unknown): Promise<never> {
    return waitingHere() === 'unknown' ? new Promise(() => {}) : Promise.reject(reason);
  }

  private touch(): void {
    for (const held of this.probes.splice(0)) held.resolve(PROBE);
  }

  private async commit(commands: readonly Held[]): Promise<TransactionOutcome> {
    await this.checkSlots(commands);
    const replies = await (this.watch ? this.sendWatched(this.watch, commands) : this.sendUnwatched(commands));
    if (!replies) return 'conflict';
    await inSlices(commands, ({ resolve, reject }, i) => {
      const [error, reply] = replies[i]!;
      if (error) reject(error);
      else resolve(reply);
    });
    return 'done';
  }

  private async checkSlots(commands: readonly Held[]): Promise<void> {
    if (!this.capabilities.cluster) return;
    const bySlot = new Map<number, string>();
    await inSlices(commands, (held) => {
      for (const key of keysOf(held)) bySlot.set(keySlot(key), key);
    });
    checkSameSlot(this, [...bySlot.values()]);
  }

  private async sendWatched(
    { holds, asking }: Watch,
    commands: readonly Held[],
  ): Promise<readonly Reply[] | undefined> {
    const client = this.client as Redis;
    // nobody watched the keys since
    if (!holds()) return undefined;
    return this.direct.follow(commands.length, () => {
      if (asking) client.call('asking').catch(() => {});
      return commands.length > SLICE ? executeInSlices(client, commands) : executeTogether(client, commands);
    });
  }

  private sendUnwatched(commands: readonly Held[]): Promise<readonly Reply[] | undefined> {
    if (commands.length <= SLICE) return this.untilThere(commands);
    const key = this.capabilities.cluster ? firstKey(commands) : undefined;
    return this.direct.blocking.run(
      async (client, asking) => {
        if (asking) client.call('asking').catch(() => {});
        return executeInSlices(client, commands).catch((error) => Promise.reject(whyRefused(error)));
      },
      { within: commands.length, key },
    );
  }

  /** Send it again as long as the slot is on its way, until the time is up. */
  private async untilThere(commands: readonly Held[]): Promise<readonly Reply[] | undefined> {
    const deadline = Date.now() + this.direct.blocking.margin;
    for (let tries = 0; ; tries++) {
      try {
        return await this.direct.follow(commands.length, () => executeTogether(this.client, commands));
      } catch (error) {
        const why = whyRefused(error) as Error;
        const wait = Math.min(LONGEST_PAUSE, 20 * 2 ** tries);
        if (!(isElsewhere(why) || isPassing(why)) || Date.now() + 2 * wait >= deadline) throw error;
        await pause(wait);
      }
    }
  }
}
