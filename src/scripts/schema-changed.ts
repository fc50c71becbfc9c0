import { type SchemaChange, SchemaChangedError } from '../errors/model.js';
import { type ScriptFailure, scriptFailure } from './run.js';

/** What a script refuses that finds a model declared differently from what is stored; undefined for every other refusal. */
export function schemaChanged({ code, facts }: ScriptFailure): SchemaChangedError | undefined {
  if (code !== 'SCHEMA_CHANGED') return undefined;
  const [model, kind, name, here, there] = facts as string[];
  return new SchemaChangedError(model!, [{ kind: kind as SchemaChange['kind'], name: name!, here, there }]);
}

/** The same of what a call has thrown; all else passes as it is. */
export function schemaError(error: unknown): unknown {
  const failure = scriptFailure(error);
  return (failure && schemaChanged(failure)) ?? error;
}
