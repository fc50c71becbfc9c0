import { QueryError } from '../../errors/query.js';
import type { BlockingPool } from '../../redis/connection/blocking-pool.js';
import type { Argument, Connection } from '../../redis/connection/connection.js';
import { ForwardingConnection } from '../../redis/connection/forwarding.js';
import type { Schema } from '../../schema/schema.js';
import { rangeByMember, walkMembers } from '../../scripts/generated.js';
import { isCallOf } from '../../scripts/run.js';
import { ChangeSet } from '../../write/change-set.js';

/** What changes the members of this container alone: it is executed by a script that keeps the index as well. */
const WRITES: ReadonlySet<string> = new Set(
  'sadd srem spop lpush rpush lpushx rpushx lpop rpop lset lrem ltrim linsert zadd zincrby zrem zpopmin zpopmax zremrangebyrank zremrangebyscore zremrangebylex del'.split(
    ' ',
  ),
);

/** What leaves it as it is; of those that store a result at another key it is only a source. */
const READS: ReadonlySet<string> = new Set(
  `exists pttl type dump copy
  sismember smismember smembers scard srandmember sscan sunion sinter sdiff sintercard sunionstore sinterstore sdiffstore
  lindex lrange llen lpos
  zscore zmscore zcard zrank zrevrank zrandmember zrange zscan zcount zlexcount zrangestore zunion zinter zdiff zintercard zunionstore zinterstore zdiffstore`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

const STORES = /store$/;

/** The arguments of one call: as many as a script can hand on. */
const MOST = 4000;

/** The entity that a container with an index belongs to, and the property. */
export interface Owner {
  readonly schema: Schema;
  readonly property: string;
  /** in stored form */
  readonly id: string;
}

/** Stands in for the connection of a container that has an index: what changes it goes through a script that keeps the index true. */
export class IndexedContainer extends ForwardingConnection {
  constructor(
    below: Connection,
    private readonly owner: Owner,
  ) {
    super(below);
  }

  /** @throws QueryError: a command that waits is not a script */
  override get blocking(): BlockingPool {
    throw this.refusal('a call that waits');
  }

  readonly refuseOthers = (key: string): void => {
    if (key === this.key) throw this.refusal('a call on another container');
  };

  async send(command: string, args: Argument[]): Promise<unknown> {
    return this.isWrite(command, args) ? this.write(command, args) : this.below.send(command, args);
  }

  async sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.isWrite(command, args) ? this.write(command, args) : this.below.sendBuffer(command, args);
  }

  private isWrite(command: string, args: readonly Argument[]): boolean {
    const isOfOther = args[0] !== this.key && !/^[lz]mpop$|^(?:fcall|eval)/.test(command);
    // what is opened for a result of this container uses its connection
    if (isOfOther && !READS.has(command)) return false;
    if (WRITES.has(command)) return true;
    const isRead = READS.has(command) || isCallOf([walkMembers, rangeByMember], command, args);
    if (isRead && !(STORES.test(command) && args[0] === this.key)) return false;
    throw this.refusal(command.toUpperCase());
  }

  private get key(): string {
    const { schema, property, id } = this.owner;
    return schema.keyspace.own(property, id);
  }

  private write(command: string, [, ...args]: Argument[]): Promise<unknown> {
    if (args.length > MOST)
      throw new RangeError(
        `${this.name} has an index, and a call on it takes at most ${MOST / 2} values. Make several calls of it.`,
      );
    const { schema, property, id } = this.owner;
    return ChangeSet.of({ op: 'touch', schema, id }).writeMembers(this.below, { index: property, command, args });
  }

  private get name(): string {
    return `${this.owner.schema.model}.${this.owner.property}`;
  }

  private refusal(what: string): QueryError {
    return new QueryError(
      `${this.name} has an index, which ${what} would leave behind. Change it by calls that add, delete, push, pop, trim or clear, or remove @Index().`,
    );
  }
}
