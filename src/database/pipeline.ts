import type { Connection } from '../redis/connection/connection.js';
import { refuseInside } from '../redis/connection/inside.js';
import { PipelineConnection } from '../redis/connection/pipeline.js';
import { checkFunction } from '../util/options.js';
import { Scope, type ScopeTools } from './scope.js';

/** The database as it is seen inside `db.pipeline()`: the same containers, whose calls wait for the round trip. */
export type Pipeline = Scope;

/** What `db.pipeline(fn)` does. */
export async function runPipeline<T>(
  connection: Connection,
  tools: ScopeTools,
  fn: (p: Pipeline) => T | Promise<T>,
): Promise<T> {
  checkFunction('What a pipeline does', fn);
  const queue = new PipelineConnection(connection);
  refuseInside('A pipeline');
  try {
    const result = await fn(new Scope(queue, tools));
    await queue.settle();
    return result;
  } catch (error) {
    // what has not gone out by now never does
    queue.drop(error);
    throw error;
  }
}
