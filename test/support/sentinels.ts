import { eventually } from './eventually.js';
import { type Address, ServerProcess } from './server-process.js';

const NAME = 'redstart';
const REPLICAS = 2;
const SENTINELS = 3;

export interface RunningSentinels {
  readonly sentinels: Address[];
  /** the first master */
  readonly master: Address;
  /** what the sentinels call the group */
  readonly name: string;
  /** End the master, as soon as its replicas have all; one of them takes over some 2 s later. */
  killMaster(): Promise<void>;
  stop(): Promise<void>;
}

const config = ({ host, port }: Address) => `
sentinel monitor ${NAME} ${host} ${port} 2
sentinel down-after-milliseconds ${NAME} 500
sentinel failover-timeout ${NAME} 3000
`;

async function startReplica(master: Address): Promise<ServerProcess> {
  const replica = await ServerProcess.start({
    replicaof: `${master.host} ${master.port}`,
    'repl-diskless-sync-delay': 0,
  });
  await eventually(async () => (await replica.admin.info('replication')).includes('master_link_status:up'));
  return replica;
}

/** Whether a sentinel has found the replicas and the other sentinels. */
async function isInformed({ admin }: ServerProcess): Promise<boolean> {
  const facts = (await admin.call('SENTINEL', 'MASTER', NAME)) as string[];
  const fact = (name: string) => Number(facts[facts.indexOf(name) + 1]);
  return fact('num-slaves') === REPLICAS && fact('num-other-sentinels') === SENTINELS - 1;
}

async function currentMaster(sentinel: ServerProcess, servers: readonly ServerProcess[]): Promise<ServerProcess> {
  const [, port] = (await sentinel.admin.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)) as [string, string];
  return servers.find(({ address }) => address.port === Number(port))!;
}

/** A master with two replicas, watched by three sentinels, on loopback ports. It ends with the test. */
export async function startSentinels(): Promise<RunningSentinels> {
  const master = await ServerProcess.start({ 'repl-diskless-sync-delay': 0 });
  const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => startReplica(master.address)));
  const sentinels = await Promise.all(
    Array.from({ length: SENTINELS }, () => ServerProcess.sentinel(config(master.address))),
  );
  await Promise.all(sentinels.map((sentinel) => eventually(() => isInformed(sentinel))));
  const servers = [master, ...replicas];
  return {
    sentinels: sentinels.map(({ address }) => address),
    master: master.address,
    name: NAME,
    killMaster: async () => {
      const current = await currentMaster(sentinels[0]!, servers);
      await current.caughtUp();
      await current.kill();
    },
    stop: async () => {
      const running = [...sentinels, ...servers].filter((server) => server.running);
      await Promise.all(running.map((server) => server.kill()));
    },
  };
}
