import { type CallOutcome, ConnectionError } from '../../errors/connection.js';
import { RedstartError } from '../../errors/error.js';
import { EmbeddedServerError, ServerError, UnavailableError } from '../../errors/server.js';
import { missingRight } from './missing-right.js';

const START = 'Start one there, name another in the call or in REDIS_URL, or use Database.embedded().';
const LATER = 'Make sure that the server runs and can be reached, then try again.';

const SPEAKS =
  'Make sure that the server runs there, and that the URL says rediss:// just where it speaks TLS, then try again.';

/** What is behind an error of Node's or ioredis's, and what to do about it. The first that fits. */
const REASONS: readonly (readonly [pattern: RegExp, happened: string, wayOut: string])[] = [
  [/database was closed/, 'it was closed by close()', 'Open a new Database for further calls.'],
  [/database moved/, 'it was left by reconnect()', 'Repeat the call: it goes to the new server.'],
  [/ECONNREFUSED/, 'nothing listens there', START],
  [/ENOENT/, 'there is no such socket', START],
  [/EACCES|EPERM/, 'this user may not open it', 'Allow it, or name another server.'],
  [/ENOTFOUND|EAI_AGAIN/, 'its host has no address', 'Correct the host in the call or in REDIS_URL.'],
  [/NOAUTH/, 'it asks for a password', 'Put it into the URL: redis://:password@host:6379.'],
  [
    /WRONGPASS|invalid (password|username)/i,
    'it refuses the password',
    'Correct the password, or the user, in the URL.',
  ],
  [/is silent/, 'it does not answer', SPEAKS],
  [/hung up/, 'it closes each connection', SPEAKS],
  [/RESP type|Protocol error/, 'what answers there speaks another protocol', SPEAKS],
  [/no answer|ETIMEDOUT|timed out/i, 'it does not answer', LATER],
  [
    /Invalid URL|URI malformed/,
    'the address cannot be read',
    'Write it as redis://user:password@host:6379, special characters of the password as %23 for # and the like: encodeURIComponent() does it.',
  ],
  [/scheme|not a URL/, 'the address cannot be read', 'Write it as redis://host:6379, rediss:// for TLS.'],
  [
    /SSL|TLS|certificate|wrong version number/i,
    'TLS failed',
    'Use rediss:// where the server speaks TLS, redis:// else.',
  ],
];

const LOST = ['the connection was lost', LATER] as const;

const AFTERMATH: Readonly<Record<CallOutcome, string>> = {
  'not sent': 'The call was not sent.',
  unknown: 'The call was sent, and may have been done or not: look before you repeat it.',
};

const detail = (cause: Error): string => cause.message.trim().replace(/\.$/, '').slice(0, 300);

function reasonOf(cause: Error): readonly [happened: string, wayOut: string] {
  const known = REASONS.find(([pattern]) => pattern.test(cause.message));
  return known ? [known[1], known[2]] : LOST;
}

/** Why calls are refused after close(). */
export const closedByUser = (): Error => new Error('Connection is closed: the database was closed');

/** Why calls to a server are given up that reconnect() has left. */
export const movedByUser = (): Error => new Error('Connection is closed: the database moved to another server');

/** The error of a database that cannot be opened. */
export function unreachable(cause: Error, server: string): Error {
  if (cause instanceof RedstartError) return cause;
  const [happened, wayOut] = reasonOf(cause);
  return new ConnectionError(
    server,
    'not sent',
    `No connection to ${server}: ${happened} (${detail(cause)}). ${wayOut}`,
    { cause },
  );
}

/** The error of a call whose connection failed. */
export function disconnected(cause: Error, server: string, sent: boolean): Error {
  const outcome = sent ? 'unknown' : 'not sent';
  if (cause instanceof EmbeddedServerError)
    return new ConnectionError(server, outcome, `${AFTERMATH[outcome]} ${cause.message}`, { cause });
  if (cause instanceof RedstartError) return cause;
  const [happened, wayOut] = reasonOf(cause);
  const message = `The connection to ${server} failed: ${happened} (${detail(cause)}). ${AFTERMATH[outcome]} ${wayOut}`;
  return new ConnectionError(server, outcome, message, { cause });
}

/**
 * For a caller that has another answer: do not wait for a server that is known to be out of reach.
 *
 * @throws ConnectionError
 */
export function refuseDown({
  trouble,
  server,
}: {
  readonly trouble: Error | undefined;
  readonly server: string;
}): void {
  if (trouble) throw disconnected(trouble, server, false);
}

const RETRY = 'Nothing was done. Try again a little later.';

const TRANSIENT: Readonly<Record<string, string>> = {
  OOM: 'Nothing was done. Raise maxmemory, or delete something first.',
  READONLY: 'Nothing was done. Connect to the master, or to sentinels, which know it.',
  NOREPLICAS: 'Nothing was done. Bring the replicas back, or lower min-replicas-to-write.',
  MISCONF: 'Nothing was done. Make room on the disk of the server, whose log says what failed.',
  LOADING: RETRY,
  BUSY: 'Nothing was done. A script holds the server; wait for it, or end it with SCRIPT KILL, or FUNCTION KILL where it is a function.',
  CLUSTERDOWN: RETRY,
  MASTERDOWN: RETRY,
  TRYAGAIN: RETRY,
  UNBLOCKED: RETRY,
};

const REFUSED: Readonly<Record<string, string>> = {
  WRONGTYPE: 'A key holds another type than the call is for: db.container(key) opens it as what it is.',
};

/** What a server of version 6.2 puts around an error that a command inside a script met. */
const WRAPPED = /^ERR Error running script.*?(?:-|: )([A-Z]+ .*)$/s;
/** What later ones put behind it. */
const PLACE = /\.? script: \S+, on @\S+?\.?$/;

/** What a script may not do for want of a right of its caller is not an error of its own. */
const FORBIDDEN_INSIDE = /^ERR (?=The user executing the script|ACL failure in script)/;

/** The codes that our scripts answer with carry facts, and are read where the script was called. */
const OURS = /^[A-Z_]+ \[/;

// by shape: a test runner's sandbox has an Error of its own, which Node's are not instances of
const isError = (cause: unknown): cause is Error => typeof cause === 'object' && cause !== null && 'message' in cause;

const AGAIN = /^Too many Cluster redirections\. Last error: \w*Error: (\w+)/;

/** The error of the server, as one of ours; the text of the answer comes first in its message. */
function refused(cause: Error): Error {
  if (OURS.test(cause.message) || cause.message.startsWith('NOSCRIPT')) return cause;
  const said = (WRAPPED.exec(cause.message)?.[1] ?? cause.message).replace(PLACE, '');
  // what one node says of a slot that moves and the other one as TRYAGAIN
  const answer = said.startsWith('ASK ')
    ? 'TRYAGAIN The slot is on its way to another node'
    : said.replace(FORBIDDEN_INSIDE, 'NOPERM ');
  const reason = /^-?([A-Z]+)\b/.exec(answer)?.[1] ?? 'ERR';
  const text = answer.replace(/^-/, '').replace(/\.$/, '');
  const passing = TRANSIENT[reason];
  if (passing) return new UnavailableError(reason, `${text}. ${passing}`, { cause });
  const wayOut = reason === 'NOPERM' ? missingRight(answer) : (REFUSED[reason] ?? 'Correct the arguments of the call.');
  return new ServerError(reason, `${text}. ${wayOut}`, { cause });
}

/** What a node of a cluster says that has not done anything, because the slot is elsewhere or on its way. */
const ELSEWHERE = /^(MOVED|ASK|TRYAGAIN|CLUSTERDOWN)\b/;
/** Of these, what another node does not know better: the same call has to come again a little later. */
const PASSING = /^(TRYAGAIN|CLUSTERDOWN)\b/;

/** Whether a node did not do a call, because the slot is not, or not wholly, its own. */
export const isElsewhere = ({ message }: Error): boolean => ELSEWHERE.test(message);

/** Whether the cluster is moving the slot, or electing its master, or sent the call round for as long as ioredis goes along. */
export const isPassing = ({ message }: Error): boolean => PASSING.test(message) || AGAIN.test(message);

/** What a library call throws for an error of ioredis's. */
export function failure(cause: unknown, server: string, sent: boolean): unknown {
  if (!isError(cause)) return cause;
  if (cause instanceof RedstartError)
    return cause instanceof EmbeddedServerError ? disconnected(cause, server, sent) : cause;
  if (cause.name === 'ReplyError')
    return /^(NOAUTH|WRONGPASS)\b/.test(cause.message) ? disconnected(cause, server, false) : refused(cause);
  const state = AGAIN.exec(cause.message)?.[1];
  if (state) return new UnavailableError(state, `${cause.message}. ${RETRY}`, { cause });
  // arguments that cannot be sent, and the like
  if (cause instanceof TypeError || cause instanceof RangeError) return cause;
  return disconnected(cause, server, sent);
}
