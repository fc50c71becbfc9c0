import { Call } from '../../../redis/connection/call.js';
import type { Argument } from '../../../redis/connection/connection.js';
import { failure } from '../../../redis/connection/failure.js';
import { isWrongType } from '../../../redis/wrong-type.js';
import { deleteConsumers, holdMessages, returnMessages } from '../../../scripts/generated.js';
import { run } from '../../../scripts/run.js';
import { Bell } from '../../../util/bell.js';
import { ackAndDelete, deletesByCommand, portionsOf } from '../ack-done.js';
import { chunksOf } from '../ids.js';
import { isNoGroup } from '../read.js';
import { byStream } from './by-stream.js';
import type { HeldMessage } from './held-message.js';
import { RETURNED, SUSPECT_SUFFIX } from './names.js';
import type { Subscription, WorkerSettings } from './options.js';

/** How many messages one command or script is about. */
const SLICE = 500;
/** Milliseconds before what the server did not take is sent again. */
const RETRY = 200;

/** A message that is given back: how many tries have failed, and for how long it counts as idle. */
interface Returned {
  readonly message: HeldMessage;
  readonly tries: number;
  readonly idle: number;
}

type Item = HeldMessage | Returned;

const messageOf = (item: Item): HeldMessage => ('message' in item ? item.message : item);

type Send = (command: string, args: Argument[]) => Promise<unknown>;

const isHopeless = (error: unknown): boolean => isNoGroup(error) || isWrongType(error);

/** What the server is to be told of messages: that of one moment goes out together, again and again until it is taken. */
export class Outbox {
  /** rings when something was taken */
  readonly sent = new Bell();
  private done: HeldMessage[] = [];
  private back: Returned[] = [];
  private begun: HeldMessage[] = [];
  private onTheWay = 0;
  private readonly travelling = new Set<readonly Item[]>();
  private scheduled = false;

  constructor(
    private readonly subscription: Subscription<unknown>,
    private readonly settings: WorkerSettings,
    private readonly report: (error: unknown) => void,
  ) {}

  /** how much the server has not taken yet */
  get size(): number {
    return this.done.length + this.back.length + this.begun.length + this.onTheWay;
  }

  /** The messages of a stream of which the server is still to be told something. */
  idsOf(stream: string): string[] {
    const all = [...this.done, ...this.back, ...this.begun, ...[...this.travelling].flat()].map(messageOf);
    return all.filter((message) => message.stream === stream).map(({ id }) => id);
  }

  /** the other name of the consumer */
  get suspect(): string {
    return this.subscription.consumer + SUSPECT_SUFFIX;
  }

  ack(message: HeldMessage): void {
    this.done.push(message);
    this.schedule();
  }

  giveBack(returned: Returned): void {
    this.back.push(returned);
    this.schedule();
  }

  /** Write down the number of the try that comes next. */
  mark(message: HeldMessage): void {
    this.begun.push(message);
    this.schedule();
  }

  /** Acknowledgements that go along with a read, so that both are one round trip; whoever takes them sends them at once. */
  acks(): Call[] {
    const { connection } = this.subscription;
    const calls: Call[] = [];
    if (this.settings.deleteDone && !deletesByCommand(connection)) return calls;
    this.sendAcks((command, args) => {
      const call = new Call(command, args, 'utf8');
      calls.push(call);
      // ioredis's own error, as the connection is lent
      return call.promise.catch((error: unknown) => Promise.reject(failure(error, connection.server, call.sent)));
    });
    return calls;
  }

  /**
   * Say of messages of one stream that they are still worked on.
   *
   * @returns the ids of those that belong to others by now
   */
  async hold(stream: string, messages: readonly HeldMessage[]): Promise<Set<string>> {
    const { connection, group, consumer } = this.subscription;
    const nameOf = ({ suspect }: HeldMessage) => (suspect ? this.suspect : consumer);
    const lost = new Set<string>();
    for (const chunk of chunksOf(messages, SLICE)) {
      const rest = chunk.flatMap((message) => [message.id, message.attempt, nameOf(message)]);
      const input = { keys: { stream }, args: { group, consumer, suspect: this.suspect }, rest };
      for (const id of (await run(connection, holdMessages, input)) as string[]) lost.add(id);
    }
    return lost;
  }

  /** Delete the names under which nothing is held: one's own, or those not heard of for so long. */
  async forget(names: readonly string[], idle: number): Promise<void> {
    const { connection, group, keys } = this.subscription;
    for (const stream of keys)
      await run(connection, deleteConsumers, { keys: { stream }, args: { group, idle }, rest: [...names] });
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    // a read that follows takes acknowledgements along, and is a moment later itself
    setImmediate(() => setImmediate(() => this.flush()));
  }

  private flush(): void {
    this.scheduled = false;
    const { connection } = this.subscription;
    this.sendAcks((command, args) => connection.send(command, args));
    for (const [stream, back] of byStream(this.back.splice(0), ({ message }) => message.stream))
      for (const chunk of chunksOf(back, SLICE)) this.deliver(chunk, this.back, this.sendBack(stream, chunk));
    for (const [stream, begun] of byStream(this.begun.splice(0), (message) => message.stream))
      this.deliver(begun, this.begun, this.hold(stream, begun));
  }

  private sendAcks(send: Send): void {
    if (this.done.length === 0) return;
    const { connection } = this.subscription;
    const { deleteDone } = this.settings;
    for (const [stream, messages] of byStream(this.done.splice(0), (message) => message.stream))
      for (const chunk of deleteDone ? portionsOf(connection, messages) : chunksOf(messages, SLICE))
        this.deliver(chunk, this.done, this.sendAck(stream, chunk, send));
  }

  private sendAck(stream: string, messages: readonly HeldMessage[], send: Send): Promise<unknown> {
    const { connection, group } = this.subscription;
    const ids = messages.map(({ id }) => id);
    if (this.settings.deleteDone) return ackAndDelete(connection, { stream, group, ids }, send);
    return send('xack', [stream, group, ...ids]);
  }

  private sendBack(stream: string, back: readonly Returned[]): Promise<unknown> {
    const { connection, group, consumer } = this.subscription;
    const args = { group, consumer, suspect: this.suspect, returned: RETURNED };
    const rest = back.flatMap(({ message, tries, idle }) => [message.id, tries, idle]);
    return run(connection, returnMessages, { keys: { stream }, args, rest });
  }

  /** Wait until the server has taken something; what it did not take goes back to the others of its kind. */
  private deliver<T extends Item>(items: readonly T[], kind: T[], work: Promise<unknown>): void {
    this.onTheWay += items.length;
    this.travelling.add(items);
    const end = () => {
      this.travelling.delete(items);
      this.onTheWay -= items.length;
      this.sent.ring();
    };
    work.then(end, (error: unknown) => {
      if (!isHopeless(error) && !this.subscription.connection.blocking.closed) this.again(items, kind, error);
      end();
    });
  }

  private again<T extends Item>(items: readonly T[], kind: T[], error: unknown): void {
    this.report(error);
    for (const item of items) kind.push(item);
    if (this.scheduled) return;
    this.scheduled = true;
    setTimeout(() => this.flush(), RETRY);
  }
}
