import { Hash } from './hash.js';
import { StreamFactories } from './stream-factories.js';
import type { ContainerOptions } from './value-container.js';

/** Makes containers: a database is one, and so is what the callback of a pipeline is given. */
export class ContainerFactories extends StreamFactories {
  /** Named values under one key, text unless a codec says otherwise. Nothing is sent. */
  hash(key: string): Hash;
  hash<T>(key: string, options: ContainerOptions<T>): Hash<T>;
  hash<T>(key: string, options?: ContainerOptions<T>): Hash<T> {
    return new Hash<T>(this.connection, key, options);
  }
}
