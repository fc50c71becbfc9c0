import type { Connection } from '../redis/connection.js';
import { Hash } from './hash.js';
import { List } from './list.js';
import { RedisSet } from './redis-set.js';
import { SortedSet } from './sorted-set.js';
import type { ContainerOptions } from './value-container.js';

/** Makes containers: a database is one, and so is what the callback of a pipeline is given. */
export class ContainerFactories {
  constructor(
    /** @internal */
    readonly connection: Connection,
  ) {}

  /** Named values under one key, text unless a codec says otherwise. Nothing is sent. */
  hash(key: string): Hash;
  hash<T>(key: string, options: ContainerOptions<T>): Hash<T>;
  hash<T>(key: string, options?: ContainerOptions<T>): Hash<T> {
    return new Hash<T>(this.connection, key, options);
  }

  /** Elements in an order, quick at both ends, text unless a codec says otherwise. Nothing is sent. */
  list(key: string): List;
  list<T>(key: string, options: ContainerOptions<T>): List<T>;
  list<T>(key: string, options?: ContainerOptions<T>): List<T> {
    return new List<T>(this.connection, key, options);
  }

  /** Values without an order, each once, text unless a codec says otherwise. Nothing is sent. */
  set(key: string): RedisSet;
  set<T>(key: string, options: ContainerOptions<T>): RedisSet<T>;
  set<T>(key: string, options?: ContainerOptions<T>): RedisSet<T> {
    return new RedisSet<T>(this.connection, key, options);
  }

  /** Members in the order of their scores, text unless a codec says otherwise. Nothing is sent. */
  sortedSet(key: string): SortedSet;
  sortedSet<T>(key: string, options: ContainerOptions<T>): SortedSet<T>;
  sortedSet<T>(key: string, options?: ContainerOptions<T>): SortedSet<T> {
    return new SortedSet<T>(this.connection, key, options);
  }
}
