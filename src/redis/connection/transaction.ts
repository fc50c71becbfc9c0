import { Command, type Redis } from 'ioredis';
import { checkSameSlot } from '../slot.js';
import type { Argument, Connection } from './connection.js';
import { failure } from './failure.js';
import { append } from './pipeline.js';
import { QueueConnection, type QueuedCommand } from './queue.js';

/** What became of a transaction. */
export type Outcome = 'open' | 'done' | 'conflict';

const keysOf = ({ command, args }: QueuedCommand): string[] =>
  new Command(command, args).getKeys().flatMap((key) => (key ? [key.toString()] : []));

const SPENT =
  'This transaction has been executed already. Queue all of its commands before awaiting one of them: await Promise.all([...]).';

type Replies = [error: Error | null, reply: unknown][];

/** The queue behind `db.transaction()`: what it holds goes out once, between MULTI and EXEC. */
export class TransactionConnection extends QueueConnection {
  readonly inTransaction = true;
  outcome: Outcome = 'open';
  /** EXEC was sent, so that nothing can be added */
  sent = false;
  private reading = 0;
  private cancelled = false;
  private failure: unknown;
  private announce!: () => void;
  /** resolves when EXEC has answered */
  readonly executed = new Promise<void>((resolve) => {
    this.announce = resolve;
  });

  constructor(
    direct: Connection,
    /** the connection that watches the keys */
    private readonly client: Redis,
  ) {
    super(direct);
  }

  /** A view of the server as it is now; EXEC waits until what is read through it has arrived. */
  reader(): Connection {
    const { direct } = this;
    const { redis, capabilities, blocking, server } = direct;
    const send = (command: string, args: Argument[]) => this.during(direct.send(command, args));
    const sendBuffer = (command: string, args: Argument[]) => this.during(direct.sendBuffer(command, args));
    return { redis, capabilities, server, blocking, direct, inTransaction: false, send, sendBuffer };
  }

  /** Send nothing any more. */
  cancel(): void {
    this.cancelled = true;
    this.take();
  }

  /** Execute what is queued without waiting for the program to pause, and say what came of it. */
  async finish(): Promise<Outcome> {
    this.due();
    if (this.sent) await this.executed;
    if (this.failure !== undefined) throw this.failure;
    return this.outcome;
  }

  protected override enqueue(command: string, args: Argument[], raw: boolean): Promise<unknown> {
    if (this.sent) return Promise.reject(new Error(SPENT));
    return super.enqueue(command, args, raw);
  }

  protected override due(): void {
    if (this.reading > 0 || this.cancelled || this.sent || this.waiting === 0) return;
    this.sent = true;
    super.due();
  }

  protected async flush(commands: readonly QueuedCommand[]): Promise<void> {
    try {
      this.outcome = await this.execute(commands);
    } catch (error) {
      this.failure = failure(error, this.server, true);
      throw this.failure;
    } finally {
      this.announce();
    }
  }

  private async execute(commands: readonly QueuedCommand[]): Promise<Outcome> {
    checkSameSlot(this, commands.flatMap(keysOf));
    const multi = this.client.multi();
    for (const command of commands) append(multi, command);
    const replies = (await multi.exec()) as Replies | null;
    if (!replies) return 'conflict';
    commands.forEach(({ resolve, reject }, i) => {
      const [error, reply] = replies[i]!;
      if (error) reject(error);
      else resolve(reply);
    });
    return 'done';
  }

  /** Count a reading that is under way, so that EXEC waits for it. */
  private during(reply: Promise<unknown>): Promise<unknown> {
    this.reading++;
    const done = () => {
      this.reading--;
      this.schedule();
    };
    return reply.finally(done);
  }
}
