import { randomUUID } from 'node:crypto';

/**
 * The name of a key that nobody has. It is in the slot of the namespace's other keys, so that one command can take them
 * together.
 */
export const temporaryKey = (namespace: string): string => `{${namespace}}#temporary:${randomUUID()}`;
