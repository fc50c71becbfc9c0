import { Autocomplete, type AutocompleteOptions } from './autocomplete/autocomplete.js';
import { CoordinationFactories } from './coordination-factories.js';
import { Graph } from './graph/graph.js';
import { Tree } from './tree/tree.js';

/** The calls that give utilities; nothing is sent by any of them. */
export class ToolkitFactories extends CoordinationFactories {
  /** Suggestions for what is being typed. Nothing is sent. */
  autocomplete<D = unknown>(name = 'autocomplete', options: AutocompleteOptions<D> = {}): Autocomplete<D> {
    return new Autocomplete<D>(this.connection, name, options);
  }

  /** Triples, joined over variables. */
  graph(name: string): Graph {
    return new Graph(this.connection, name);
  }

  /** Nested values, each read and written by its path: `db.tree<Settings>('settings')`. Nothing is sent. */
  tree<S = unknown>(name = 'tree'): Tree<S> {
    return Tree.named<S>(this.connection, name);
  }
}
