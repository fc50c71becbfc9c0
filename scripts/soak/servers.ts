// What a soak runs against: one durable server, or a cluster whose masters have a replica each.
import { setTimeout as pause } from 'node:timers/promises';
import { type RunningCluster, startCluster } from '../../test/support/cluster.js';
import { type Address, freePort, ServerProcess } from '../../test/support/server-process.js';

/** where `Database.connect` goes, as JSON for processes of their own */
export type SoakTarget = Address | { readonly cluster: Address[] };

export interface SoakServers {
  readonly target: SoakTarget;
  /** how many replicas a write must have before it counts, so that it survives the death of its master */
  readonly replicas: number;
  /** @returns how many */
  killConnections(): Promise<number>;
  killServer(): Promise<void>;
  /** Take the slot to another master, one key at a time. */
  readonly moveSlot?: () => Promise<void>;
  stop(): Promise<void>;
}

/** what the server has acknowledged survives its death */
const DURABLE = { appendonly: 'yes', appendfsync: 'always' };

const killClients = async ({ admin }: Pick<ServerProcess, 'admin'>): Promise<number> =>
  Number(await admin.call('client', 'kill', 'type', 'normal', 'skipme', 'yes'));

/** One server that keeps its data in `dir`, and comes back after its death. */
export async function oneServer(dir: string): Promise<SoakServers> {
  let server = await ServerProcess.start({ ...DURABLE, dir }, await freePort());
  const { address } = server;
  return {
    target: address,
    replicas: 0,
    killConnections: () => killClients(server),
    killServer: async () => {
      await server.kill();
      await pause(Math.random() * 300);
      server = await ServerProcess.start({ ...DURABLE, dir }, address.port);
    },
    // not there when it could not be started again
    stop: async () => (server.running ? server.kill() : undefined),
  };
}

async function moveSlot(cluster: RunningCluster, key: string): Promise<void> {
  const move = await cluster.moveSlotOf(key);
  while ((await move.take(1)) > 0) await pause(20);
  await move.finish();
}

/** A cluster, where the slot of `key` is what is killed and moved. */
export async function aCluster(key: string): Promise<SoakServers> {
  const cluster = await startCluster();
  return {
    get target() {
      return { cluster: cluster.nodes };
    },
    replicas: 1,
    killConnections: async () => {
      const killed = await Promise.all(cluster.admins.map((admin) => killClients({ admin })));
      return killed.reduce((sum, count) => sum + count, 0);
    },
    killServer: () => cluster.replaceMasterOf(key),
    moveSlot: () => moveSlot(cluster, key),
    stop: () => cluster.stop(),
  };
}
