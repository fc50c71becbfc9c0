import type { Argument, Connection } from '../redis/connection/connection.js';
import { ForwardingConnection } from '../redis/connection/forwarding.js';
import type { Effect } from '../write/effect.js';

/** How many arguments a script can hand on to one command. */
const MOST = 7000;

/** Stands in for the connection of a container, and keeps its commands for the next flush of a session; nothing answers them. */
export class Recorder extends ForwardingConnection {
  constructor(
    below: Connection,
    private readonly type: string,
    private readonly keep: (effect: Effect) => void,
  ) {
    super(below);
  }

  send(command: string, [key, ...args]: Argument[]): Promise<unknown> {
    if (args.length > MOST)
      throw new RangeError(
        `A call in a session takes at most ${MOST} values and was given more. Make several calls of it.`,
      );
    this.keep({ type: this.type, key: String(key), command, args });
    return new Promise(() => {});
  }

  sendBuffer(command: string, args: Argument[]): Promise<unknown> {
    return this.send(command, args);
  }
}
