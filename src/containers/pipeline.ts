import type { Argument, Connection } from '../redis/connection.js';
import { PipelineConnection } from '../redis/pipeline-connection.js';
import { ContainerFactories } from './factories.js';

/** The database as it is seen inside `db.pipeline()`: the same containers, whose calls wait for the round trip. */
export class Pipeline extends ContainerFactories {
  /** Queue any command of the server. */
  call(command: string, ...args: Argument[]): Promise<unknown> {
    return this.connection.send(command, args);
  }
}

/** What `db.pipeline(fn)` does. */
export async function runPipeline<T>(connection: Connection, fn: (p: Pipeline) => T | Promise<T>): Promise<T> {
  const queue = new PipelineConnection(connection);
  const result = await fn(new Pipeline(queue));
  await queue.settle();
  return result;
}
