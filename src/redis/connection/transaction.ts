import { Command, type Redis } from 'ioredis';
import { TransactionError } from '../../errors/connection.js';
import { checkSameSlot } from '../slot.js';
import type { Argument, Connection } from './connection.js';
import { failure } from './failure.js';
import { Held } from './held.js';
import { outside } from './inside.js';
import { QueueConnection } from './queue.js';
import { type Waiting, waitingHere } from './waiting.js';

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
    inTransaction: false,
    follow,
    send,
    sendBuffer,
  };
  return Object.assign(view, { direct: view });
}

/** What became of a transaction. */
export type Outcome = 'open' | 'done' | 'conflict';

const keysOf = ({ command, args }: Held): string[] =>
  new Command(command, args).getKeys().flatMap((key) => (key ? [key.toString()] : []));

const SPENT =
  'This transaction has been sent. Queue all of its calls before its function returns; what follows upon an answer comes after db.transaction().';

const AWAITED =
  'The function of a transaction awaits one of its own calls, which is sent when the function has returned: nothing was written. Return the calls, as in "return Promise.all([...])", and read what is there now by t.now.';

const ENDLESS =
  'The function of a transaction did not return, so that nothing was written. It must not await its own calls: return them, as in "return Promise.all([...])", and read what is there now by t.now.';

type Replies = [error: Error | null, reply: unknown][];

/** What awaits a call is told when the transaction starts over; its `finally` blocks run. */
const CONFLICT = 'A watched key changed, and the transaction starts over.';

/** What a queued call is answered with to find out who waits for it. */
const PROBE = Symbol('probe');

/** The queue behind `db.transaction()`: what it holds goes out once, between MULTI and EXEC, when the function has returned. */
export class TransactionConnection extends QueueConnection {
  outcome: Outcome = 'open';
  /** EXEC was sent, so that nothing can be added */
  sent = false;
  private held: Held[] = [];
  private probes: (() => void)[] = [];
  private seen: Waiting = 'unknown';
  private refusal: { readonly reason: unknown } | undefined;

  constructor(
    direct: Connection,
    /** the connection that watches the keys */
    private readonly client: Redis,
  ) {
    super(viewFromInside(direct));
  }

  override get inTransaction(): boolean {
    return true;
  }

  /** A view of the server as it is now. */
  reader(): Connection {
    return this.direct;
  }

  /** Whether the function has returned what is queued, awaits it, or is busy with something else. */
  async whoWaits(): Promise<Waiting> {
    this.seen = 'unknown';
    this.touch();
    // the reactions run before the next turn of the loop
    await new Promise((resolve) => setImmediate(resolve));
    return this.seen;
  }

  /** Send nothing any more. Whoever awaits a call learns why; the others are never settled, as nobody would notice. */
  refuse(reason: unknown): void {
    this.sent = true;
    this.refusal = { reason };
    this.touch();
  }

  /** MULTI, what is queued, EXEC. */
  async execute(): Promise<Outcome> {
    const commands = this.held.splice(0);
    this.sent = true;
    try {
      if (commands.length > 0) this.outcome = await outside(() => this.commit(commands));
    } catch (error) {
      throw failure(error, this.server, true);
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
    const answer = held.promise;
    // an answer that nobody reads is no reason to end the program: the transaction says what happened
    answer.catch(() => {});
    return this.probed(answer).catch((error: unknown) => {
      throw failure(error, this.server, true);
    });
  }

  /** The answer, in a promise that can be touched before it is there to see who waits for it. */
  private probed(answer: Promise<unknown>): Promise<unknown> {
    const probe = new Promise<unknown>((resolve, reject) => {
      this.probes.push(() => resolve(PROBE));
      answer.then(resolve, reject);
    });
    return probe.then((reply) => {
      if (reply !== PROBE) return reply;
      if (this.refusal) return this.refused(this.refusal.reason);
      if (this.seen === 'unknown') this.seen = waitingHere();
      return this.probed(answer);
    });
  }

  private refused(reason: unknown): Promise<never> {
    return waitingHere() === 'unknown' ? new Promise(() => {}) : Promise.reject(reason);
  }

  private touch(): void {
    for (const probe of this.probes.splice(0)) probe();
  }

  private async commit(commands: readonly Held[]): Promise<Outcome> {
    checkSameSlot(this, commands.flatMap(keysOf));
    const multi = this.client.multi();
    for (const { command, args, raw } of commands) multi[raw ? 'callBuffer' : 'call'](command, ...args);
    const replies = (await this.direct.follow(commands.length, () => multi.exec())) as Replies | null;
    if (!replies) return 'conflict';
    commands.forEach(({ resolve, reject }, i) => {
      const [error, reply] = replies[i]!;
      if (error) reject(error);
      else resolve(reply);
    });
    return 'done';
  }
}
