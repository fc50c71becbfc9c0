import type { Connection } from '../../redis/connection/connection.js';
import { RawConnection } from '../../redis/connection/raw.js';
import { readCached } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import type { Invalidations } from './invalidations.js';

/** The bytes of an entry, null where there is none, and for how many ms the server keeps it; -1: for ever. */
export type Read = readonly [bytes: Buffer | null, pttl: number | undefined];

/** Reads entries together with what was invalidated until then, in one round trip. */
export class EntryReader {
  private readonly raw: Connection;

  constructor(
    private readonly line: Connection,
    private readonly invalidations: Invalidations,
  ) {
    this.raw = new RawConnection(line);
  }

  /** An entry; `timed`: with its time. */
  read(stored: string, timed: boolean): Promise<Read> {
    if (this.line.capabilities.cluster) return this.readApart(stored, timed);
    return timed ? this.readTogether(stored) : this.readStamped(stored);
  }

  /** On one server MGET reads both; only who hears of something new asks what it is. */
  private async readStamped(stored: string): Promise<Read> {
    const keys = [stored, this.invalidations.stamp];
    const [value, stamp] = (await this.line.sendBuffer('mget', keys)) as [Buffer | null, Buffer | null];
    if (!this.invalidations.hasAll(stamp)) await this.invalidations.catchUp(stamp);
    return [value, undefined];
  }

  /** Where the time counts a script reads all; what it costs is less than a second command. */
  private async readTogether(stored: string): Promise<Read> {
    const { key, now } = this.invalidations;
    const input = { keys: { entry: stored, log: key }, args: { since: now } };
    const [value, left, log] = (await run(this.raw, readCached, input)) as [Buffer | null, number, Buffer[]];
    this.invalidations.accept(log);
    return [value, left];
  }

  /** In a cluster the entry and what was invalidated are on nodes of their own. */
  private async readApart(stored: string, timed: boolean): Promise<Read> {
    const bytes = this.line.sendBuffer('get', [stored]) as Promise<Buffer | null>;
    const time = timed ? this.line.send('pttl', [stored]) : undefined;
    // asked last: what was invalidated before we asked is known when the entry is judged
    const [reply, left] = await Promise.all([bytes, time, this.invalidations.learn()]);
    return [reply, left === undefined ? undefined : Number(left)];
  }
}
