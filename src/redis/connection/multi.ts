import type { Cluster, Redis } from 'ioredis';
import { Batch } from './batch.js';
import { Call } from './call.js';
import { isElsewhere } from './failure.js';
import type { Held } from './held.js';

/** How many commands are made, written or answered in one turn of the loop, so that a long transaction does not hold up the program. */
export const SLICE = 1000;

/** How often ioredis follows what the nodes of a cluster say before we do: to a new owner, and to the next one; one less than this. */
const REDIRECTIONS = 3;

/** One turn of the loop for others. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What one command answered: its error, or its reply. */
export type Reply = readonly [error: Error | null, reply: unknown];

/** Do something with every item, a slice at each turn. */
export async function inSlices<T>(items: readonly T[], work: (item: T, index: number) => void): Promise<void> {
  for (let from = 0; from < items.length; from += SLICE) {
    if (from > 0) await turn();
    items.slice(from, from + SLICE).forEach((item, i) => {
      work(item, from + i);
    });
  }
}

/** MULTI, the commands, EXEC in one piece, on a connection that others use as well; undefined when a watched key has changed. */
export async function executeTogether(
  client: Redis | Cluster,
  commands: readonly Held[],
): Promise<readonly Reply[] | undefined> {
  const multi = client.multi();
  // ioredis would go on for longer than a call may take, and then does not say what the nodes have said
  if (client.isCluster) Object.assign(multi, { leftRedirections: { value: REDIRECTIONS } });
  for (const { command, args, raw } of commands) multi[raw ? 'callBuffer' : 'call'](command, ...args);
  return ((await multi.exec()) as Reply[] | null) ?? undefined;
}

/** Whether a client has the connection that it has now; another one knows nothing of a WATCH or a MULTI. */
export function sameConnection(client: Redis): () => boolean {
  const streamOf = ({ stream }: { stream?: unknown }) => stream;
  const before = streamOf(client as object);
  return () => client.status === 'ready' && streamOf(client as object) === before;
}

/** As ioredis tells why the server refused all: by what it said of one command. */
const named = (error: Error, refused: Error | undefined): Error =>
  Object.assign(error, { previousErrors: refused ? [refused] : [] });

/** Why all was refused, where that is since the slot is on its way: nothing was done then. */
export function whyRefused(error: unknown): unknown {
  const { previousErrors = [] } = error as { previousErrors?: readonly Error[] };
  return previousErrors.find(isElsewhere) ?? error;
}

/**
 * The same in slices, on a connection that nobody else uses meanwhile. A server forgets what was queued by a connection that
 * ends, and nothing of it is sent to another one.
 */
export async function executeInSlices(client: Redis, commands: readonly Held[]): Promise<readonly Reply[] | undefined> {
  const calls: Call[] = [];
  await inSlices(commands, ({ command, args, raw }) => calls.push(new Call(command, args, raw ? null : 'utf8')));
  // answered, so that the connection is open
  await client.call('multi');
  const isOpen = sameConnection(client);
  let refused: Error | undefined;
  for (let from = 0; from < calls.length && isOpen(); from += SLICE) {
    const slice = calls.slice(from, from + SLICE);
    for (const call of slice) call.promise.catch((error: Error) => (refused ??= error));
    Batch.send(client, slice);
    await turn();
  }
  if (!isOpen()) throw new Error('Connection is closed.');
  const exec = new Call('exec', [], null);
  Batch.send(client, [exec]);
  const replies = (await exec.promise.catch((error: Error) => {
    throw named(error, refused);
  })) as unknown[] | null;
  if (!replies) return undefined;
  const answers: Reply[] = [];
  await inSlices(replies, (reply, i) => answers.push(answerOf(calls[i]!, reply)));
  return answers;
}

function answerOf(call: Call, reply: unknown): Reply {
  if (reply instanceof Error) return [reply, undefined];
  try {
    return [null, call.transformReply(reply as Buffer)];
  } catch (error) {
    return [error as Error, undefined];
  }
}
