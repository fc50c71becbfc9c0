import { NoGroupError } from '../../../errors/container.js';
import { takeOverMessages } from '../../../scripts/generated.js';
import { run } from '../../../scripts/run.js';
import { compareIds } from '../id.js';
import type { Entry } from '../message.js';
import { sendRead } from '../read.js';
import { Stream } from '../stream.js';
import { HeldMessage } from './held-message.js';
import type { Subscription } from './options.js';

/** How long one read waits; a group that vanished under a read that waits is noticed by the next one. */
const BLOCK = 5000;

/** What was taken over of a stream, and where to go on. */
export interface TakenOver {
  readonly next: string;
  readonly messages: readonly HeldMessage[];
}

/** Reads the messages of a group: new ones, and those that others have left alone. */
export class GroupReader {
  /** the last id read of each stream, to go on from when the group was lost */
  private readonly positions = new Map<string, string>();

  constructor(private readonly subscription: Subscription<unknown>) {}

  /** Find out where the group stands. @throws NoGroupError when it was never created */
  async begin(): Promise<void> {
    const { keys, group } = this.subscription;
    for (const key of keys) {
      const position = await this.position(key);
      if (position === undefined) throw new NoGroupError(group, keys);
      this.positions.set(key, position);
    }
  }

  /** Wait for new messages, about so many in all; none after a while. */
  async read(room: number, signal: AbortSignal): Promise<HeldMessage[]> {
    const { connection, format, group, consumer, keys } = this.subscription;
    const command = { head: ['xreadgroup', 'GROUP', group, consumer], keys, after: keys.map(() => '>') };
    const options = { count: Math.ceil(room / keys.length), block: BLOCK, signal };
    const replies = await sendRead(connection, format, command, options);
    return replies.flatMap(([key, entries]) => this.receive(String(key), entries ?? []));
  }

  /** Take over up to so many messages that nobody has touched for some milliseconds. */
  async takeOver(stream: string, idle: number, count: number, start: string): Promise<TakenOver> {
    const { connection, group, consumer } = this.subscription;
    const input = { keys: { stream }, args: { group, consumer, idle, start, count } };
    const [next, ...found] = (await run(connection, takeOverMessages, input)) as [string, ...[string, number][]];
    const messages = await Promise.all(found.map(([id, deliveries]) => this.fetch(stream, id, deliveries)));
    return { next, messages: messages.filter((message) => message !== undefined) };
  }

  /**
   * Create the group again where it was lost, as after a FLUSHALL or a restart without persistence: from the last message
   * read, or from the start of a stream that has begun anew.
   */
  async recreate(): Promise<void> {
    const { connection, group, keys } = this.subscription;
    for (const key of keys) {
      if ((await this.position(key)) !== undefined) continue;
      const args = ['CREATE', key, group, await this.resumption(key), 'MKSTREAM'];
      await connection.send('xgroup', args).catch(ignoreBusy);
    }
  }

  private async resumption(key: string): Promise<string> {
    const { lastId } = await new Stream(this.subscription.connection, key).info();
    const position = this.positions.get(key) ?? '0-0';
    return compareIds(lastId, position) >= 0 ? position : '0-0';
  }

  /** The id of the last message that the group was given; undefined when there is no such group. */
  private async position(key: string): Promise<string | undefined> {
    const groups = await new Stream(this.subscription.connection, key).groups();
    return groups.find(({ name }) => name === this.subscription.group)?.lastDelivered;
  }

  private receive(stream: string, entries: readonly Entry[]): HeldMessage[] {
    const messages = entries.flatMap((entry) => (entry?.[1] ? [new HeldMessage(stream, entry, 1)] : []));
    const last = messages.at(-1);
    if (last) this.positions.set(stream, last.id);
    return messages;
  }

  /** A message that was taken over; one that was deleted meanwhile is acknowledged instead. */
  private async fetch(stream: string, id: string, deliveries: number): Promise<HeldMessage | undefined> {
    const { connection, format, group } = this.subscription;
    const [entry] = (await format.send(connection, 'xrange', [stream, id, id])) as Entry[];
    if (entry) return new HeldMessage(stream, entry, deliveries);
    await connection.send('xack', [stream, group, id]);
    return undefined;
  }
}

// another worker was quicker
function ignoreBusy(error: Error): void {
  if (!error.message.startsWith('BUSYGROUP')) throw error;
}
