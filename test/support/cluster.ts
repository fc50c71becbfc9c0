import type { Redis } from 'ioredis';
import { eventually } from './eventually.js';
import { type Address, ServerProcess } from './server-process.js';
import { SlotMove } from './slot-move.js';

const MASTERS = 3;
const SLOTS = 16_384;

const SETTINGS = {
  'cluster-enabled': 'yes',
  'cluster-config-file': 'nodes.conf',
  'cluster-node-timeout': 2000,
  'cluster-replica-validity-factor': 0,
  'repl-diskless-sync-delay': 0,
};

export interface RunningCluster {
  readonly nodes: Address[];
  /** connections to the nodes that run, which no code under test uses */
  readonly admins: readonly Redis[];
  /** End the master that holds the key's slot, as soon as its replica has all; that takes over some 3 s later. */
  killMasterOf(key: string): Promise<void>;
  /** The same, and wait for that; the new master gets a replica of its own. */
  replaceMasterOf(key: string): Promise<void>;
  /** Begin to move the key's slot to another master. */
  moveSlotOf(key: string): Promise<SlotMove>;
  /** Leave the key's slot to nobody; what comes back gives it back. */
  abandonSlotOf(key: string): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

const info = (node: ServerProcess) => node.admin.cluster('INFO') as Promise<string>;

function firstSlot(index: number): number {
  return Math.ceil((SLOTS / MASTERS) * index);
}

function slotsOf(index: number): number[] {
  const start = firstSlot(index);
  return Array.from({ length: firstSlot(index + 1) - start }, (_, offset) => start + offset);
}

async function meet(nodes: readonly ServerProcess[]): Promise<void> {
  // epochs of their own spare the nodes a dispute over who is right
  await Promise.all(nodes.map(({ admin }, index) => admin.cluster('SET-CONFIG-EPOCH', index + 1)));
  const { host, port } = nodes[0]!.address;
  await Promise.all(nodes.slice(1).map(({ admin }) => admin.cluster('MEET', host, port)));
  await Promise.all(
    nodes.map((node) => eventually(async () => (await info(node)).includes(`cluster_known_nodes:${nodes.length}`))),
  );
}

const idOf = ({ admin }: ServerProcess) => admin.cluster('MYID') as unknown as Promise<string>;

async function follow(master: ServerProcess, { admin }: ServerProcess): Promise<void> {
  const id = await idOf(master);
  // a node that has met the master through another one learns of it a moment later
  await eventually(() => admin.cluster('REPLICATE', id));
  await eventually(async () => (await admin.info('replication')).includes('master_link_status:up'));
}

async function isHealthy(node: ServerProcess, size: number): Promise<boolean> {
  const nodes = (await node.admin.cluster('NODES')) as unknown as string;
  const replicas = nodes.split('\n').filter((line) => line.includes('slave')).length;
  return (await info(node)).includes('cluster_state:ok') && replicas === size - MASTERS;
}

async function masterOf(nodes: readonly ServerProcess[], key: string): Promise<ServerProcess> {
  const alive = nodes.filter((node) => node.running);
  const slot = Number(await alive[0]!.admin.cluster('KEYSLOT', key));
  const ranges = (await alive[0]!.admin.cluster('SLOTS')) as unknown as [number, number, [string, number]][];
  const [, , [, port]] = ranges.find(([from, to]) => from <= slot && slot <= to)!;
  return alive.find((node) => node.address.port === port)!;
}

const slotOf = async (node: ServerProcess, key: string) => Number(await node.admin.cluster('KEYSLOT', key));

async function moveSlot(nodes: readonly ServerProcess[], masters: readonly ServerProcess[], key: string) {
  const source = await masterOf(nodes, key);
  const [target, ...others] = masters.filter((node) => node !== source);
  return SlotMove.start(await slotOf(source, key), source, target!, others);
}

/** What only the master has would be lost. */
async function killMaster(master: ServerProcess): Promise<void> {
  await master.caughtUp();
  await master.kill();
}

/** Another node in place of the master, which ends: its replica becomes master, and the new node the replica of that. */
async function replaceMaster(nodes: ServerProcess[], masters: ServerProcess[], key: string): Promise<void> {
  const lost = await masterOf(nodes, key);
  const lostId = await idOf(lost);
  await killMaster(lost);
  // until then the slot is that of a node which is not among those that run
  const successor = await eventually(() => masterOf(nodes, key));
  const fresh = await ServerProcess.start(SETTINGS);
  nodes.splice(nodes.indexOf(lost), 1, fresh);
  masters.splice(masters.indexOf(lost), 1, successor);
  await Promise.all(nodes.map(({ admin }) => admin.cluster('FORGET', lostId).catch(() => {})));
  await fresh.admin.cluster('MEET', successor.address.host, successor.address.port);
  await follow(successor, fresh);
  await eventually(async () => (await info(fresh)).includes('cluster_state:ok'));
}

async function abandonSlot(nodes: readonly ServerProcess[], key: string) {
  const { admin } = await masterOf(nodes, key);
  const slot = Number(await admin.cluster('KEYSLOT', key));
  await admin.cluster('DELSLOTS', slot);
  return async () => {
    await admin.cluster('ADDSLOTS', slot);
  };
}

/** A real cluster of three masters with a replica each, on loopback ports. It ends with the test. */
export async function startCluster(): Promise<RunningCluster> {
  const nodes = await Promise.all(Array.from({ length: 2 * MASTERS }, () => ServerProcess.start(SETTINGS)));
  const masters = nodes.slice(0, MASTERS);
  await meet(nodes);
  await Promise.all(masters.map(({ admin }, index) => admin.cluster('ADDSLOTS', ...slotsOf(index))));
  await Promise.all(nodes.slice(MASTERS).map((replica, index) => follow(masters[index]!, replica)));
  await Promise.all(nodes.map((node) => eventually(() => isHealthy(node, nodes.length))));
  return {
    get nodes() {
      return nodes.map(({ address }) => address);
    },
    get admins() {
      return nodes.filter((node) => node.running).map(({ admin }) => admin);
    },
    killMasterOf: async (key) => killMaster(await masterOf(nodes, key)),
    replaceMasterOf: (key) => replaceMaster(nodes, masters, key),
    moveSlotOf: (key) => moveSlot(nodes, masters, key),
    abandonSlotOf: (key) => abandonSlot(nodes, key),
    stop: async () => {
      await Promise.all(nodes.filter((node) => node.running).map((node) => node.kill()));
    },
  };
}
