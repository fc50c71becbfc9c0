import type { Connection } from '../redis/connection/connection.js';
import { PipelineConnection } from '../redis/connection/pipeline.js';
import { Scope, type ScopeTools } from './scope.js';

/** The database as it is seen inside `db.pipeline()`: the same containers, whose calls wait for the round trip. */
export type Pipeline = Scope;

/** What `db.pipeline(fn)` does. */
export async function runPipeline<T>(
  connection: Connection,
  tools: ScopeTools,
  fn: (p: Pipeline) => T | Promise<T>,
): Promise<T> {
  const queue = new PipelineConnection(connection);
  const result = await fn(new Scope(queue, tools));
  await queue.settle();
  return result;
}
