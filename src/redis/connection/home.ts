import type { Cluster, Redis } from 'ioredis';
import { neverReplay } from '../client.js';
import { keySlot } from '../slot.js';

/** A connection of its own never times out by the options of the one it was copied from: waiting is its work. */
const PATIENT = {
  lazyConnect: true,
  autoResendUnfulfilledCommands: false,
  commandTimeout: undefined,
  socketTimeout: undefined,
  blockingTimeout: undefined,
  readOnly: false,
  // a timer that ioredis leaves running after the end of a connection that was lost
  disconnectTimeout: 200,
};

/** A server that connections of their own are opened to: the one of a client, or a node of its cluster. */
export interface Home {
  /** `host:port` of a node; empty where there is one server only */
  readonly name: string;
  /** a client that answers while the connections of their own are blocked */
  readonly control: Redis;
}

interface ClusterState {
  /** by slot: the node that holds it, and its replicas */
  readonly slots: readonly (readonly string[] | undefined)[];
}

const nameOf = ({ options }: Redis): string => `${options.host}:${options.port}`;

function holderOf(cluster: Cluster, key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  return (cluster as unknown as ClusterState).slots[keySlot(key)]?.[0];
}

/** The node by its name, or the one that holds the key, or any master; undefined while none is known. */
function nodeOf(cluster: Cluster, key: string | undefined, name = holderOf(cluster, key)): Redis | undefined {
  const masters = cluster.nodes('master');
  if (name === undefined) return masters[Math.floor(Math.random() * masters.length)];
  return cluster.nodes('all').find((node) => nameOf(node) === name);
}

/** Where calls about a key go. */
export function homeOf(source: Redis | Cluster, key?: string, name?: string): Home | undefined {
  if (!source.isCluster) return { name: '', control: source as Redis };
  const node = nodeOf(source as Cluster, key, name);
  return node && { name: nameOf(node), control: node };
}

/** A new connection to a server; its errors are those of the call that uses it. */
export function openAt({ control }: Home): Redis {
  return neverReplay(control.duplicate(PATIENT)).on('error', () => {});
}

/** Have a cluster ask anew which node holds what. */
export function refresh(source: Redis | Cluster): Promise<void> {
  return new Promise((resolve) => (source as Cluster).refreshSlotsCache(() => resolve()));
}
