import { ulid } from 'ulid';
import type { Argument, Connection } from '../../redis/connection/connection.js';
import { companionKey } from '../../redis/slot.js';
import { cancelDelayed, delayMessage } from '../../scripts/generated.js';
import { run } from '../../scripts/run.js';
import { natural, nonEmpty } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';

/** When a delayed message is to be added: one of the two. */
export interface DelayOptions {
  /** Milliseconds from now, on the server's clock. */
  readonly delay?: number | undefined;
  /** A point in time. */
  readonly at?: Date | undefined;
}

/** How many names and values a script can add as one message. */
const WIDEST = 7000;

/** The keys beside a stream that hold what is to be added later. */
export const delayKeys = (stream: string) => ({
  due: companionKey(stream, 'delayed'),
  messages: companionKey(stream, 'delayed:messages'),
});

const LATER: OptionNames<DelayOptions> = { delay: true, at: true };

function timeOf(options: DelayOptions): { delay: number; at: number } {
  const { delay, at } = knownOptions('addLater()', options, LATER);
  if ((delay === undefined) === (at === undefined))
    throw new TypeError('A message to be added later needs a delay, or a time. Give one of delay and at.');
  if (at === undefined) return { delay: natural('delay', delay), at: 0 };
  if (at instanceof Date && at.getTime() >= 0) return { delay: -1, at: at.getTime() };
  throw new RangeError('at must be a valid Date, not before 1970. Give another one, or a delay.');
}

/** Keep a message until its time. @returns the ticket by which it can be cancelled */
export async function delayFields(
  connection: Connection,
  stream: string,
  fields: readonly Argument[],
  options: DelayOptions,
): Promise<string> {
  const when = timeOf(options);
  if (fields.length > WIDEST)
    throw new RangeError(
      `A message that is added later has at most ${WIDEST / 2} fields, not ${fields.length / 2}. Put some into one field.`,
    );
  const ticket = ulid();
  await run(connection, delayMessage, { keys: delayKeys(stream), args: { ticket, ...when }, rest: [...fields] });
  return ticket;
}

/** Forget a message that waits. @returns whether it waited still */
export async function cancel(connection: Connection, stream: string, ticket: string): Promise<boolean> {
  const input = { keys: delayKeys(stream), args: { ticket: nonEmpty('ticket', ticket) } };
  return (await run(connection, cancelDelayed, input)) === 1;
}
