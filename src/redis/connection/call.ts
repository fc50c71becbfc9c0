import { Command } from 'ioredis';
import type { Argument } from './connection.js';
import { isElsewhere, isPassing } from './failure.js';

/** What is written for a call that nobody waits for any more: its place in the order of answers has to be filled. */
const NOTHING = '*1\r\n$4\r\nPING\r\n';

interface Socket {
  readonly bytesRead?: number;
  destroy?(): void;
}

/** What ioredis does not know yet, so that it would look for the node of a cluster by trial. */
const KEY_FIRST: ReadonlySet<string> = new Set(['xackdel', 'xdelex']);

type Reject = (error: Error) => void;

const NO_ARGUMENTS: string[] = [];

/** What stands between two arguments of a command, by the length of the second one: most are short. */
const LENGTHS = Array.from({ length: 200 }, (_, length) => `\r\n$${length}\r\n`);

const lengthOf = (argument: string): string => {
  const length = Buffer.byteLength(argument);
  return LENGTHS[length] ?? `\r\n$${length}\r\n`;
};

/** A command as the server reads it. */
function encode(name: string, args: readonly string[]): string {
  let text = `*${args.length + 1}${lengthOf(name)}${name}`;
  for (const argument of args) text += lengthOf(argument) + argument;
  return `${text}\r\n`;
}

/** A Buffer, or what no argument can be and untyped code gives all the same. */
const isNoText = (argument: Argument): boolean => typeof argument === 'object' || argument === undefined;

/** Text replies as strings, or as Buffers. */
export type Encoding = 'utf8' | null;

/**
 * A command of ioredis that knows whether it was written to a connection: only then may the server have done it. ioredis
 * asks it for its bytes at that moment, also when it comes out of the queue of commands that wait for a connection.
 */
export class Call extends Command {
  private socket: Socket | undefined;
  private heard = 0;
  private cancelled = false;
  private readonly takesLongWay: boolean;

  constructor(name: string, args: readonly Argument[], encoding: Encoding) {
    const takesLongWay = args.some(isNoText);
    // ioredis looks for lists among them and for more, which takes longer than all the rest where they are many
    super(name, takesLongWay ? [...args] : NO_ARGUMENTS, { replyEncoding: encoding });
    if (!takesLongWay) this.args = args.map(String);
    this.takesLongWay = takesLongWay;
  }

  /** Whether it left this program. */
  get sent(): boolean {
    return this.socket !== undefined;
  }

  /**
   * Hear what a cluster answers before ioredis does, which follows MOVED and ASK. It would ask a slot that is on its way so
   * often, at so short intervals, and call it too many redirections: whoever made the call knows better how long to wait.
   */
  watchRedirections(): this {
    const settle = this.reject;
    let follow: Reject = settle;
    const reject = (error: Error) => {
      // it came back without having been done
      if (isElsewhere(error)) this.socket = undefined;
      if (isPassing(error)) settle(error);
      else follow(error);
    };
    // ioredis takes this property and puts a function of its own into it, which calls what it took
    Object.defineProperty(this, 'reject', {
      get: () => (follow === settle ? settle : reject),
      set: (theirs: Reject) => {
        follow = theirs;
      },
    });
    return this;
  }

  /** Reject it. What was not sent by now never is. */
  cancel(reason: Error): void {
    this.cancelled = true;
    this.reject(reason);
  }

  /** Drop the connection it was sent on, if not one byte has come since: it is dead, whatever the system thinks. */
  dropIfMute(): void {
    if (this.socket && (this.socket.bytesRead ?? 0) === this.heard) this.socket.destroy?.();
  }

  override getKeys(): (string | Buffer)[] {
    return KEY_FIRST.has(this.name) ? [String(this.args[0])] : super.getKeys();
  }

  override toWritable(socket: object): string | Buffer {
    if (this.cancelled) return NOTHING;
    this.socket = (socket ?? {}) as Socket;
    this.heard = this.socket.bytesRead ?? 0;
    return this.takesLongWay ? super.toWritable(socket) : encode(this.name, this.args as string[]);
  }
}
