import { NoGroupError } from '../../../errors/container.js';
import { compareMessageIds } from '../id.js';
import type { EntryReply } from '../message.js';
import { LONGEST_BLOCK, type StreamReply, sendRead } from '../read.js';
import { Stream } from '../stream.js';
import { HeldMessage } from './held-message.js';
import { DUE } from './names.js';
import type { Subscription } from './options.js';
import type { Outbox } from './outbox.js';

/** Reads the new messages of a group. */
export class Reader {
  /** the last id read of each stream, to go on from when the group was lost */
  private readonly positions = new Map<string, string>();
  /** which stream is asked first */
  private turn = 0;

  constructor(
    private readonly subscription: Subscription<unknown>,
    private readonly outbox: Outbox,
    /** takes in what was read */
    private readonly accept: (messages: readonly HeldMessage[]) => void,
  ) {}

  /** Find out where the group stands. @throws NoGroupError when it was never created */
  async begin(): Promise<void> {
    const { keys, group } = this.subscription;
    for (const key of keys) {
      const position = await this.position(key);
      if (position === undefined) throw new NoGroupError(group, keys);
      this.positions.set(key, position);
    }
  }

  /** Wait for so many new messages at most, of all streams together, and hand them over; none after a while. */
  async read(room: number, signal: AbortSignal): Promise<void> {
    const { keys } = this.subscription;
    // COUNT is for each stream: several are asked one after the other, until there is no room
    if (keys.length > 1 && ((await this.poll(room)) > 0 || signal.aborted)) return;
    const waited = await this.wait(room, signal);
    // what several streams gave at once beyond the room goes back
    for (const message of waited.splice(room)) this.outbox.giveBack({ message, tries: 0, idle: DUE });
    this.accept(waited);
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

  /** @returns how many messages were read */
  private async poll(room: number): Promise<number> {
    const { connection, format, keys } = this.subscription;
    const found: HeldMessage[] = [];
    try {
      for (let i = 0; i < keys.length && found.length < room; i++) {
        const key = keys[this.turn++ % keys.length]!;
        const replies = await sendRead(connection, format, this.commandFor([key]), { count: room - found.length });
        found.push(...this.receive(replies));
      }
    } finally {
      // also where the next stream has an error
      this.accept(found);
    }
    return found.length;
  }

  private async wait(room: number, signal: AbortSignal): Promise<HeldMessage[]> {
    const { connection, format, keys } = this.subscription;
    const options = { count: room, timeout: LONGEST_BLOCK, signal };
    const acks = () => this.outbox.acks();
    return this.receive(await sendRead(connection, format, this.commandFor(keys), options, acks));
  }

  private commandFor(keys: readonly string[]) {
    const { group, consumer } = this.subscription;
    return { head: ['xreadgroup', 'GROUP', group, consumer], keys, after: keys.map(() => '>') };
  }

  private async resumption(key: string): Promise<string> {
    const lastId = await new Stream(this.subscription.connection, key).lastId();
    const position = this.positions.get(key) ?? '0-0';
    return compareMessageIds(lastId, position) >= 0 ? position : '0-0';
  }

  /** The id of the last message that the group was given; undefined when there is no such group. */
  private async position(key: string): Promise<string | undefined> {
    const groups = await new Stream(this.subscription.connection, key).groups();
    return groups.find(({ name }) => name === this.subscription.group)?.lastDelivered;
  }

  private receive(replies: readonly StreamReply[]): HeldMessage[] {
    const all: HeldMessage[] = [];
    for (const [key, entries] of replies) {
      const stream = String(key);
      for (const entry of entries ?? []) if (entry?.[1]) all.push(new HeldMessage(stream, entry, 1));
      const last = entries?.at(-1) as EntryReply | undefined;
      if (last) this.positions.set(stream, String(last[0]));
    }
    return all;
  }
}

// another worker was quicker
function ignoreBusy(error: Error): void {
  if (!error.message.startsWith('BUSYGROUP')) throw error;
}
