import type { ChainableCommander, Redis } from 'ioredis';
import { QueueConnection, type QueuedCommand } from './queue.js';

/** Append a command to an ioredis pipeline. */
export function append(pipeline: ChainableCommander, { command, args, raw }: QueuedCommand): void {
  if (raw) pipeline.callBuffer(command, ...args);
  else pipeline.call(command, ...args);
}

/** The queue behind `db.pipeline()`. */
export class PipelineConnection extends QueueConnection {
  readonly inTransaction = false;

  protected flush(commands: readonly QueuedCommand[]): Promise<void> {
    return this.redis.isCluster ? this.spread(commands) : this.flushOne(this.redis as Redis, commands);
  }

  private async flushOne(redis: Redis, commands: readonly QueuedCommand[]): Promise<void> {
    const pipeline = redis.pipeline();
    for (const command of commands) append(pipeline, command);
    const replies = await this.direct.follow(commands.length, () => pipeline.exec());
    commands.forEach(({ resolve, reject }, i) => {
      const [error, reply] = replies![i]!;
      if (error) reject(error);
      else resolve(reply);
    });
  }

  /**
   * On a cluster each command finds its own node, all at the same time: still one round trip to each. ioredis's own
   * pipelines take one node only, and repeat all of their commands when one of them was sent to the wrong node.
   */
  private async spread(commands: readonly QueuedCommand[]): Promise<void> {
    for (const { command, args, raw, resolve, reject } of commands) {
      const answer = raw ? this.direct.sendBuffer(command, args) : this.direct.send(command, args);
      answer.then(resolve, reject);
    }
  }
}
