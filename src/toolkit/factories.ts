import { CoordinationFactories } from './coordination-factories.js';
import { Graph } from './graph/graph.js';

/** The calls that give utilities; nothing is sent by any of them. */
export class ToolkitFactories extends CoordinationFactories {
  /** Triples, joined over variables. */
  graph(name: string): Graph {
    return new Graph(this.connection, name);
  }
}
