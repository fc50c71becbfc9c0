import { SchemaError } from '../../errors/model.js';
import type { Draft } from '../draft.js';
import type { HookEvent } from '../hook-events.js';

/** The methods that are called at each event, those of a base class first and none twice; undefined where there are none. */
export function compileHooks(
  model: string,
  chain: readonly Draft[],
  prototype: object,
): ReadonlyMap<HookEvent, readonly string[]> | undefined {
  const methods = new Map<HookEvent, string[]>();
  for (const { event, method } of chain.flatMap(({ hooks }) => hooks)) {
    if (typeof (prototype as Record<string, unknown>)[method] !== 'function')
      throw new SchemaError(
        `${model}.${method} is told to be called, and is not a method. Move the decorator to a method.`,
      );
    const known = methods.get(event) ?? [];
    if (!known.includes(method)) methods.set(event, [...known, method]);
  }
  return methods.size > 0 ? methods : undefined;
}
