import { InvalidMessageError } from '../../errors/container.js';
import type { InvalidMessage, Message } from './message.js';

/** What was read: the messages that fit, and those that do not. */
export class Decoded<F> {
  readonly messages: Message<F>[] = [];
  readonly invalid: InvalidMessage[] = [];

  /** What is wrong, if anything is. */
  get error(): InvalidMessageError | undefined {
    const [first] = this.invalid;
    return first && new InvalidMessageError(first.stream, first.id, first.issues, this.invalid, this.messages);
  }

  /** The messages, when all of them fit. @throws InvalidMessageError with all of both kinds */
  unwrap(): Message<F>[] {
    if (this.error) throw this.error;
    return this.messages;
  }
}

/**
 * Hands out what fits and owes the error about the rest, which the next read throws: what a group has read is pending, and
 * an error at once would leave the good messages with nobody.
 */
export class Debt {
  private owed: InvalidMessageError | undefined;

  /** @throws the error about the read before */
  settle(): void {
    const error = this.owed;
    this.owed = undefined;
    if (error) throw error;
  }

  /** @throws InvalidMessageError when nothing fits */
  handOut<F>(decoded: Decoded<F>): Message<F>[] {
    if (decoded.messages.length === 0) return decoded.unwrap();
    this.owed = decoded.error;
    return decoded.messages;
  }
}
