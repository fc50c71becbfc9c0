import type { Cluster, Redis } from 'ioredis';
import { UnavailableError } from '../../errors/server.js';
import { pause, startDeadline } from '../../util/pause.js';
import type { Capabilities } from '../capabilities.js';
import { serverName } from '../server-name.js';
import { BlockingPool } from './blocking-pool.js';
import { Call, type Encoding } from './call.js';
import type { Argument, Connection } from './connection.js';
import { Deadlines } from './deadlines.js';
import { closedByUser, disconnected, failure, isPassing, movedByUser } from './failure.js';
import { refresh } from './home.js';
import { ImpatientConnection, type Reach } from './impatient.js';
import { insideError, isInside } from './inside.js';
import { leaveClient, watchClient } from './watch-client.js';

/** How long a call may take, with the wait for a connection, in ms. */
export const DEFAULT_TIMEOUT = 10_000;

/** The longest wait before a cluster that moves a slot is asked again. */
const LONGEST_PAUSE = 500;

/** Whether the cluster did not do the call, and will a little later. */
const isWaitedOut = (error: unknown): error is UnavailableError =>
  error instanceof UnavailableError && isPassing(error.cause as Error);

/** The connection that sends each command at once. */
export class DirectConnection implements Reach {
  readonly blocking: BlockingPool;
  readonly direct: Connection = this;
  readonly impatient: Connection = new ImpatientConnection(this);
  readonly inTransaction = false;
  /** where calls go, as errors say it */
  server: string;
  private closed = false;
  private readonly pending: Deadlines<Call>;
  /** calls of a time of their own */
  private readonly timed = new Set<Call>();
  /** calls that do not wait for a server out of reach, as long as they have no answer */
  private readonly impatients = new Set<Call>();
  private readonly groups = new Set<(cause: Error) => void>();
  /** the last error since there was a connection */
  private lastError: Error | undefined;

  constructor(
    public redis: Redis | Cluster,
    public capabilities: Capabilities,
    readonly timeout = DEFAULT_TIMEOUT,
  ) {
    this.server = serverName(redis);
    this.blocking = new BlockingPool(redis, this.server, timeout);
    this.pending = new Deadlines(timeout, (call) => this.expire(call));
    watchClient(redis, this);
  }

  get trouble(): Error | undefined {
    return this.redis.status === 'ready' ? undefined : this.lastError;
  }

  send(command: string, args: Argument[]): Promise<unknown> {
    return this.dispatch(command, args, 'utf8');
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.dispatch(command, args, null);
  }

  /** Send a command of a caller that has another answer: it rejects as soon as the server is known to be out of reach. */
  sendUnlessDown(command: string, args: Argument[]): Promise<unknown> {
    return this.dispatch(command, args, 'utf8', this.impatients);
  }

  sendBufferUnlessDown(command: string, args: Argument[]): Promise<unknown> {
    return this.dispatch(command, args, null, this.impatients);
  }

  /** Have calls that are on their way reject, and those that come. The client is the caller's to end. Resolves when nothing waits. */
  close(): Promise<void> {
    this.closed = true;
    this.leave(closedByUser());
    return this.blocking.close();
  }

  /**
   * Have calls that are on their way reject, and those that come go to another server. Resolves when nothing waits at the old
   * one any more, whose client is the caller's to end.
   */
  move(redis: Redis | Cluster, capabilities: Capabilities): Promise<void> {
    this.leave(movedByUser());
    Object.assign(this, { redis, capabilities, server: serverName(redis), lastError: undefined });
    watchClient(redis, this);
    return this.blocking.move(redis, this.server);
  }

  private leave(why: Error): void {
    leaveClient(this.redis, this);
    for (const call of [...this.pending, ...this.timed]) call.cancel(disconnected(why, this.server, call.sent));
    this.pending.clear();
    for (const cancel of this.groups) cancel(why);
  }

  /** Follow a call until it is answered, or until its time is up. */
  track(call: Call, timeout = this.timeout): Promise<unknown> {
    const done = timeout === this.timeout ? this.watch(call) : this.time(call, timeout);
    return call.promise.then(
      (reply: unknown) => {
        done();
        return reply;
      },
      (error: unknown) => {
        done();
        throw failure(error, this.server, call.sent);
      },
    );
  }

  private watch(call: Call): () => void {
    this.pending.add(call);
    return () => this.pending.delete(call);
  }

  private time(call: Call, timeout: number): () => void {
    this.timed.add(call);
    const end = startDeadline(timeout, () => this.expire(call));
    return () => {
      end();
      this.timed.delete(call);
    };
  }

  /** What becomes of a group that is given up is unknown: it may be on its way. */
  follow<T>(commands: number, work: () => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(disconnected(closedByUser(), this.server, false));
    return new Promise<T>((resolve, reject) => {
      const cancel = (cause: Error) => reject(disconnected(cause, this.server, true));
      // a millisecond for each command, as many take their time
      const late = () => cancel(new Error(`no answer within ${this.timeout} ms`));
      const end = startDeadline(this.timeout + commands, late);
      this.groups.add(cancel);
      const done = () => {
        end();
        this.groups.delete(cancel);
      };
      work().then(resolve, reject).finally(done);
    });
  }

  private dispatch(command: string, args: Argument[], encoding: Encoding, group?: Set<Call>): Promise<unknown> {
    const first = this.transmit(command, args, encoding, this.timeout, group);
    return this.redis.isCluster ? this.again(first, command, args, encoding) : first;
  }

  private transmit(command: string, args: Argument[], encoding: Encoding, timeout: number, group?: Set<Call>) {
    if (isInside())
      return Promise.reject(insideError(`A call of ${command.toUpperCase()} that is not the transaction's own`));
    if (this.closed) return Promise.reject(disconnected(closedByUser(), this.server, false));
    if (group && this.trouble) return Promise.reject(disconnected(this.trouble, this.server, false));
    const call = new Call(command, args, encoding);
    if (this.redis.isCluster) call.watchRedirections();
    const answer = group ? this.trackUnlessDown(call, timeout, group) : this.track(call, timeout);
    this.redis.sendCommand(call);
    return answer;
  }

  private async trackUnlessDown(call: Call, timeout: number, group: Set<Call>): Promise<unknown> {
    group.add(call);
    try {
      return await this.track(call, timeout);
    } finally {
      group.delete(call);
    }
  }

  /** A slot that moves, or has no master just now, was not asked: it is tried again until the time is up. */
  private async again(answer: Promise<unknown>, command: string, args: Argument[], encoding: Encoding) {
    const deadline = Date.now() + this.timeout;
    for (let tries = 0; ; tries++) {
      try {
        return await (tries === 0 ? answer : this.transmit(command, args, encoding, deadline - Date.now()));
      } catch (error) {
        const wait = Math.min(LONGEST_PAUSE, 20 * 2 ** tries);
        // an answer may take as long as the wait for it
        if (!isWaitedOut(error) || Date.now() + 2 * wait >= deadline) throw error;
        await pause(wait);
        if (error.reason === 'CLUSTERDOWN') void refresh(this.redis);
      }
    }
  }

  private expire(call: Call): void {
    const cause = new Error(`no answer within ${this.timeout} ms`, { cause: this.lastError });
    const known = call.sent || !this.lastError ? cause : this.lastError;
    call.dropIfMute();
    call.cancel(disconnected(known, this.server, call.sent));
  }

  readonly onError = (error: Error): void => {
    this.lastError = error;
    if (!this.trouble) return;
    for (const call of this.impatients) if (!call.sent) call.cancel(disconnected(error, this.server, false));
  };

  readonly onReady = (): void => {
    this.lastError = undefined;
  };
}
