import type { Connection } from '../../redis/connection/connection.js';
import { UtilityConnection } from '../foreign.js';
import { keyPrefix } from '../key.js';
import { TreeNode } from './node.js';
import { parsePath, type TreePath } from './path.js';
import type { NamesIn, PathIn, ValueAt, ValueOf } from './types.js';

/**
 * Nested values, each of which is read and written by its path; this is the node at the root.
 *
 * Layout: one sorted set of paths with their values, in which all that is below a node is one range.
 */
export class Tree<S = unknown> extends TreeNode<S> {
  /** @internal */
  static named<S>(connection: Connection, name: string): Tree<S> {
    const prefix = keyPrefix('tree', name);
    const keys = [
      { key: `${prefix}:nodes`, holds: { zset: /^(\.|=)/s } },
      { key: `${prefix}:expiries`, holds: { zset: /^(\.|$)/s } },
    ];
    return new Tree<S>(new UtilityConnection(connection, { utility: 'part of a tree', keys }), prefix, []);
  }

  /** A part of this tree, as a tree. Nothing is sent. */
  section<P extends PathIn<S>>(path: P): Tree<ValueAt<S, P>>;
  section<const P extends readonly string[]>(path: P & NamesIn<S, P>): Tree<ValueOf<S, P>>;
  section(path: TreePath): unknown {
    return new Tree(this.connection, this.prefix, [...this.path, ...parsePath(path)]);
  }
}
