// Any number of databases may share a client. They hear of it through one listener, as an emitter takes more than ten of them for a leak.
import type { Cluster, Redis } from 'ioredis';

type Client = Redis | Cluster;

/** Who is told what becomes of a client's connection. */
interface Watcher {
  readonly onError: (error: Error) => void;
  readonly onReady: () => void;
}

class Watchers extends Set<Watcher> {
  readonly onError = (error: Error): void => {
    for (const watcher of this) watcher.onError(error);
  };
  readonly onReady = (): void => {
    for (const watcher of this) watcher.onReady();
  };
}

const known = new WeakMap<Client, Watchers>();

function listen(client: Client): Watchers {
  const watchers = new Watchers();
  known.set(client, watchers);
  client.on('error', watchers.onError).on('ready', watchers.onReady);
  return watchers;
}

/** Tell a watcher of errors and of each time there is a connection. */
export function watchClient(client: Client, watcher: Watcher): void {
  (known.get(client) ?? listen(client)).add(watcher);
}

/** Tell it no more. */
export function leaveClient(client: Client, watcher: Watcher): void {
  const watchers = known.get(client);
  if (!watchers?.delete(watcher) || watchers.size > 0) return;
  known.delete(client);
  client.off('error', watchers.onError).off('ready', watchers.onReady);
}
