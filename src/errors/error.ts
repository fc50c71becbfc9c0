import { errorFacts, errorName } from '../util/error-facts.js';

const FRAMES = 40;

/** What a message has at most, whatever was given; its end says the way out. */
const LONGEST = { start: 6000, end: 2000 };

const cut = (message: string): string =>
  message.length <= LONGEST.start + LONGEST.end
    ? message
    : `${message.slice(0, LONGEST.start)} ... ${message.slice(-LONGEST.end)}`;

/** What Redstart throws on purpose. `code` is stable, facts are properties, the message ends with the way out. */
export abstract class RedstartError extends Error {
  abstract readonly code: string;
  /** The entity that it is about, when the changes of a unit of work are refused. */
  declare readonly entity?: object;
  /** Which input of `insertMany` is refused by the server, from 0; those of a `ValidationError` have it in their path. */
  declare readonly input?: number;
  /** Which input before it has the same unique value. */
  declare readonly twin?: number;

  constructor(message: string, options?: ErrorOptions) {
    const limit = Error.stackTraceLimit;
    // a save has more frames of ours than the ten that V8 keeps: the caller's own line is to be among them
    Error.stackTraceLimit = Math.max(limit, FRAMES);
    super(cut(message), options);
    Error.stackTraceLimit = limit;
  }

  /** The name of the class, from the code: a minifier leaves it as it is. */
  override get name(): string {
    return errorName(this.code ?? 'REDSTART');
  }

  /** The error with its message and its facts, for logs and replies; what caused it and the stack stay here. */
  toJSON(): Record<string, unknown> {
    return errorFacts(this);
  }
}
