import { Autocomplete, type AutocompleteOptions } from './autocomplete/autocomplete.js';
import { CoordinationFactories } from './coordination-factories.js';
import { Graph } from './graph/graph.js';
import type { Metadata } from './search/document.js';
import { SearchIndex } from './search/search-index.js';
import type { SearchFieldOptions, SearchIndexOptions } from './search/settings.js';
import { Tree } from './tree/tree.js';
import type { TreeValue } from './tree/types.js';

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

  /**
   * Full-text search over documents. Nothing is sent.
   *
   * @throws TypeError, RangeError for options that make no sense
   */
  searchIndex<F extends string, M extends object = Metadata>(
    name: string,
    options: SearchIndexOptions & { readonly fields: Readonly<Record<F, SearchFieldOptions>> },
  ): SearchIndex<{ readonly [P in F]?: string }, M>;
  searchIndex<M extends object = Metadata>(
    name: string,
    options?: SearchIndexOptions & { readonly fields?: undefined },
  ): SearchIndex<string, M>;
  searchIndex(name: string, options: SearchIndexOptions = {}): SearchIndex<never, never> {
    return new SearchIndex(this.connection, name, options);
  }

  /** Nested values, each read and written by its path: `db.tree<Settings>('settings')`. Nothing is sent. */
  tree(name?: string): Tree;
  tree<S extends { [K in keyof S]: TreeValue<S[K]> }>(name?: string): Tree<S>;
  tree<S>(name = 'tree'): Tree<S> {
    return Tree.named<S>(this.connection, name);
  }
}
