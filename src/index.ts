export { Database, type DatabaseOptions } from './database.js';
export * from './errors.js';
export type { Capabilities } from './redis/capabilities.js';
export type { ClusterTarget, ConnectTarget } from './redis/client.js';
