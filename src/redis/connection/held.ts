import type { Argument, Connection } from './connection.js';

/** A command that waits to be sent, and what its caller holds. */
export class Held {
  /** what becomes of it the connection says that it is sent on */
  readonly sent = false;
  promise!: Promise<unknown>;
  resolve!: (reply: unknown) => void;
  reject!: (error: unknown) => void;

  constructor(
    readonly command: string,
    readonly args: Argument[],
    /** text replies are wanted as Buffers */
    readonly raw: boolean,
  ) {
    this.renew();
  }

  /** Take a new promise for the answer, where the one before was used to find out who waits for it. */
  renew(): void {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  cancel(error: unknown): void {
    this.reject(error);
  }

  sendOn(connection: Connection): void {
    const { command, args, raw } = this;
    const answer = raw ? connection.sendBuffer(command, args) : connection.send(command, args);
    answer.then(this.resolve, this.reject);
  }
}
