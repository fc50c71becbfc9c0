import type { Capabilities } from '../redis/capabilities.js';

const warned = new WeakSet<Capabilities>();

/** Say once, where models are used on a server that drops keys when it is full, what that does to them. */
export function warnOfEviction(capabilities: Capabilities): void {
  if (!capabilities.evicts || warned.has(capabilities)) return;
  warned.add(capabilities);
  process.emitWarning(
    `${capabilities.server} ${capabilities.version} drops keys when its memory is full, which takes rows of models and leaves their index entries. Set maxmemory-policy to noeviction.`,
    { type: 'RedstartWarning', code: 'REDSTART_EVICTION' },
  );
}
