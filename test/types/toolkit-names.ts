// The names by which a user calls the utilities: each of them is public and keeps its meaning, whatever class it comes from.
import type {
  Attempt,
  Autocomplete,
  Cache,
  Counter,
  Database,
  Graph,
  Lock,
  LockHandle,
  LockState,
  RateLimit,
  RateLimits,
  ReadWriteLock,
  SearchIndex,
  Semaphore,
  ShardedCounter,
  Tree,
  TreeNode,
} from 'redstart';

/** A call of each name: what is not a function of the class does not compile. */
type Calls<C> = { [K in keyof C]: C[K] extends (...args: never[]) => unknown ? K : never }[keyof C];
const calls = <C>(..._names: Calls<C>[]): void => undefined;
const facts = <C>(..._names: Exclude<keyof C, Calls<C>>[]): void => undefined;

calls<Database>('lock', 'semaphore', 'readWriteLock', 'rateLimit', 'rateLimits', 'cache', 'searchIndex');
calls<Database>('autocomplete', 'graph', 'counter', 'tree');

calls<Lock>('acquire', 'tryAcquire', 'run', 'wrap', 'locked', 'peek', 'clear', 'resume');
calls<Semaphore>('acquire', 'tryAcquire', 'run', 'wrap', 'locked', 'peek', 'clear', 'resume', 'available');
facts<ReadWriteLock>('read', 'write');
calls<LockHandle>('release', 'extend', Symbol.asyncDispose);
facts<LockHandle>('token', 'expiresAt', 'fence', 'signal');
facts<LockState>('owner', 'fence', 'acquiredAt', 'expiresIn', 'waiting');

calls<RateLimit>('attempt', 'peek', 'reset', 'penalty', 'wait', 'block', 'reward', 'wrap', 'limited');
calls<RateLimits>('attempt', 'peek', 'reset', 'penalty', 'wait', 'block', 'reward', 'wrap', 'limited');
facts<Attempt>('allowed', 'limit', 'remaining', 'retryAfter', 'resetAt');

calls<Cache>('get', 'has', 'set', 'delete', 'getMany', 'setMany', 'deleteMany', 'getOrSet', 'keys', 'invalidateTags');
calls<Cache>('clear', 'namespace', 'entry', 'pull', 'on', 'metrics', 'wrap', 'cached', 'cachedProperty', 'bust');
calls<Cache>('cacheAsync', 'keyv');

calls<SearchIndex>('add', 'addMany', 'update', 'replace', 'delete', 'get', 'size', 'clear', 'suggest', 'search');

calls<Autocomplete>('store', 'storeMany', 'search', 'boost', 'has', 'delete', 'data', 'titles', 'size', 'clear');

calls<Graph>('store', 'storeMany', 'delete', 'deleteMatching', 'has', 'query', 'search', 'searchSets', 'neighbours');
calls<Graph>('traverse', 'shortestPath', 'size', 'clear');
facts<Graph>('v');

calls<Counter>('increment', 'decrement', 'value', 'reset');
calls<ShardedCounter>('increment', 'decrement', 'value', 'reset');

calls<Tree>('at', 'section', 'get', 'set', 'merge', 'add', 'exists', 'delete', 'clear', 'expire', 'ttl', 'size');
calls<TreeNode<unknown>>('at', 'get', 'set', 'merge', 'add', 'exists', 'delete', 'clear', 'expire', 'ttl', 'size');
calls<TreeNode<unknown>>('children', 'descendants', 'acquire', 'run', 'isLocked');
facts<TreeNode<unknown>>('key', 'path');

// @ts-expect-error what a handle is for is released, not unlocked
calls<LockHandle>('unlock');
