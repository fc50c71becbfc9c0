/** Settings that keep small structures in their compact encodings; README recommends them for other servers. */
// the name that Redis 6.2 knows; later ones take it for hash-max-listpack-value
const COMPACT = { 'hash-max-ziplist-value': 256 };

const IN_MEMORY = { appendonly: 'no' };
const ON_DISK = { appendonly: 'yes', appendfsync: 'everysec' };

/** As arguments of a server's command line. */
export function commandLine(settings: Readonly<Record<string, string | number>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** The settings of a private server on the Unix socket `socket`, with its files in `folder`. */
export function privateServer(socket: string, folder: string, persistent: boolean): string[] {
  const place = { port: 0, unixsocket: socket, unixsocketperm: 700, dir: folder };
  return commandLine({ ...place, databases: 16, save: '', ...COMPACT, ...(persistent ? ON_DISK : IN_MEMORY) });
}

/** The file that such a server reads when it starts; a log may begin with a snapshot. */
export const dataFile = (persistent: boolean): string => (persistent ? 'appendonly.aof' : 'dump.rdb');
