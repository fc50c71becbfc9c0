import { isConnectionError } from '../../../redis/connection/connection-error.js';
import { holdMessages } from '../../../scripts/generated.js';
import { run } from '../../../scripts/run.js';
import { Bell } from '../../../util/bell.js';
import { pause } from '../../../util/pause.js';
import type { HeldMessage } from './held-message.js';
import type { Subscription } from './options.js';

/** How often an acknowledgement is sent again when the server is away; after that the message is delivered once more. */
const TRIES = 5;
const RETRY = 200;
/** How many messages one script looks at. */
const SLICE = 500;

const nameOf = ({ stream, id }: HeldMessage): string => `${id} ${stream}`;

function groupByStream(messages: Iterable<HeldMessage>): Map<string, HeldMessage[]> {
  const groups = new Map<string, HeldMessage[]>();
  for (const message of messages) {
    const group = groups.get(message.stream);
    if (group) group.push(message);
    else groups.set(message.stream, [message]);
  }
  return groups;
}

/** What a worker holds: read, and not acknowledged yet. Acknowledgements of one moment go out together. */
export class Ledger {
  /** rings when something has left */
  readonly left = new Bell();
  private readonly held = new Map<string, HeldMessage>();
  private finished: HeldMessage[] = [];

  constructor(private readonly subscription: Subscription<unknown>) {}

  get size(): number {
    return this.held.size;
  }

  /** Take a message in; false when it is held already. */
  add(message: HeldMessage): boolean {
    const name = nameOf(message);
    if (this.held.has(name)) return false;
    this.held.set(name, message);
    return true;
  }

  /** Hold it no more; unless it was acknowledged it stays pending, for whoever takes it over. */
  drop(message: HeldMessage): void {
    this.held.delete(nameOf(message));
    this.left.ring();
  }

  /** Acknowledge it with all that finish at the same time. */
  ack(message: HeldMessage): void {
    if (this.finished.length === 0) setImmediate(() => this.flush());
    this.finished.push(message);
  }

  /** Tell all handlers to give up. */
  abort(reason: unknown): void {
    for (const message of this.held.values()) message.abort(reason);
  }

  /** Keep others from taking over what is held; what was taken over nevertheless is told so. */
  async beat(): Promise<void> {
    const byStream = groupByStream(this.held.values());
    for (const [stream, messages] of byStream) {
      for (let i = 0; i < messages.length; i += SLICE) await this.hold(stream, messages.slice(i, i + SLICE));
    }
  }

  /** The same for some messages of one stream; their attempts are written down. */
  async hold(stream: string, messages: readonly HeldMessage[]): Promise<void> {
    const { connection, group, consumer } = this.subscription;
    const rest = messages.flatMap(({ id, attempt }) => [id, attempt]);
    const input = { keys: { stream }, args: { group, consumer }, rest };
    const lost = new Set((await run(connection, holdMessages, input)) as string[]);
    const reason = new Error('Another consumer has taken the message over. Raise claimIdle if this one was alive.');
    for (const message of messages) if (lost.has(message.id)) message.abort(reason);
  }

  private flush(): void {
    for (const [stream, messages] of groupByStream(this.finished.splice(0))) void this.send(stream, messages);
  }

  private async send(stream: string, messages: readonly HeldMessage[]): Promise<void> {
    const { connection, group } = this.subscription;
    const args = [stream, group, ...messages.map(({ id }) => id)];
    for (let tries = 0; tries < TRIES; tries++) {
      try {
        await connection.send('xack', args);
        break;
      } catch (error) {
        if (!isConnectionError(error) || connection.blocking.closed) break;
        await pause(RETRY);
      }
    }
    for (const message of messages) this.held.delete(nameOf(message));
    this.left.ring();
  }
}
