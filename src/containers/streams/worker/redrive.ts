import type { Connection } from '../../../redis/connection/connection.js';
import { checkSameSlot } from '../../../redis/slot.js';
import { redriveMessage } from '../../../scripts/generated.js';
import { run } from '../../../scripts/run.js';
import { positive } from '../../../util/check.js';
import { checkFunction, knownOptions, type OptionNames } from '../../../util/options.js';
import { type EntryReply, Message } from '../message.js';
import { Stream } from '../stream.js';
import { DUE, RETURNED } from './names.js';
import { graveOf } from './options.js';

/** How many dead letters are fetched at a time. */
const SLICE = 100;
/** How many names and values a script can add as one message. */
const WIDEST = 7000;

export interface RedriveOptions {
  /** Which of them. The letter's fields are those of the message as they are stored, and `dead:error`, `dead:deliveries` ... @default all */
  readonly filter?: ((letter: Message) => boolean) | undefined;
  /** At most so many, the oldest first. @default all there are now */
  readonly limit?: number | undefined;
  /** Key of the stream of dead letters. @default the one of each stream */
  readonly deadLetter?: string | undefined;
}

const REDRIVE: OptionNames<RedriveOptions> = { filter: true, limit: true, deadLetter: true };

/** A dead letter as bytes, which is how its fields go back, and as text. */
interface Letter {
  readonly id: string;
  readonly stored: readonly Buffer[];
  readonly message: Message;
}

const isFact = (name: unknown): boolean => String(name).startsWith('dead:');

function letterOf(grave: string, [id, stored]: readonly [Buffer, Buffer[]]): Letter {
  const pairs: [string, string][] = [];
  for (let i = 0; i + 1 < stored.length; i += 2) pairs.push([String(stored[i]), String(stored[i + 1])]);
  return { id: String(id), stored, message: new Message(grave, String(id), Object.fromEntries(pairs)) };
}

/** The fields that the message had before it was given up. */
function fieldsOf({ stored }: Letter): Buffer[] {
  const fields: Buffer[] = [];
  for (let i = 0; i + 1 < stored.length; i += 2) if (!isFact(stored[i])) fields.push(stored[i]!, stored[i + 1]!);
  return fields;
}

/** The dead letters that there are now, oldest first. */
async function* lettersOf(connection: Connection, grave: string): AsyncGenerator<Letter> {
  const end = await new Stream(connection, grave).lastId();
  for (let start = '-'; ; ) {
    const reply = await connection.sendBuffer('xrange', [grave, start, end, 'COUNT', SLICE]);
    const entries = reply as NonNullable<EntryReply>[];
    for (const entry of entries) yield letterOf(grave, entry as unknown as [Buffer, Buffer[]]);
    if (entries.length < SLICE) return;
    start = `(${String(entries.at(-1)![0])}`;
  }
}

/** @returns whether the letter was there still */
async function giveBack(connection: Connection, group: string, grave: string, letter: Letter): Promise<boolean> {
  const { 'dead:stream': stream = '', 'dead:id': id = '' } = letter.message.fields;
  const fields = fieldsOf(letter);
  const args = { letter: letter.id, id, group, returned: RETURNED, idle: DUE };
  const rest = fields.length > WIDEST ? [] : fields;
  const way = await run(connection, redriveMessage, { keys: { grave, stream }, args, rest });
  if (way !== -1) return way !== 0;
  await connection.send('xadd', [stream, '*', ...fields]);
  await connection.send('xdel', [grave, letter.id]);
  return true;
}

/** Give dead letters of a group back to it; how many. */
export async function redrive(
  connection: Connection,
  group: string,
  keys: readonly string[],
  options: RedriveOptions,
): Promise<number> {
  const {
    filter = () => true,
    limit = Number.MAX_SAFE_INTEGER,
    deadLetter,
  } = knownOptions('redrive()', options, REDRIVE);
  checkFunction('filter', filter);
  positive('limit', limit);
  const graves = deadLetter === undefined ? keys.map(graveOf) : [deadLetter];
  checkSameSlot(connection, [...keys, ...graves]);
  let count = 0;
  for (const grave of graves) {
    for await (const letter of lettersOf(connection, grave)) {
      if (count >= limit) return count;
      const { 'dead:stream': stream = '', 'dead:group': owner } = letter.message.fields;
      if (owner !== group || !keys.includes(stream) || !filter(letter.message)) continue;
      if (await giveBack(connection, group, grave, letter)) count++;
    }
  }
  return count;
}
