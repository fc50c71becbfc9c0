// What a program is told of its entities: by methods that the model's decorators name, and by handlers of Model.on().
import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import { HOOK_EVENTS, type HookEvent } from '../schema/hook-events.js';
import type { Schema } from '../schema/schema.js';
import { ScopedStore } from '../util/scoped-store.js';
import type { Handle, Tracked } from './tracked.js';

type Handler = (entity: Tracked) => unknown;

const handlers = new WeakMap<object, Map<HookEvent, Set<Handler>>>();
/** how many handlers there are in the program: most have none, and look nowhere */
let total = 0;

function handlersAt(model: object, event: HookEvent): Set<Handler> {
  const events = handlers.get(model) ?? new Map<HookEvent, Set<Handler>>();
  handlers.set(model, events);
  const known = events.get(event) ?? new Set<Handler>();
  events.set(event, known);
  return known;
}

/** Call a handler whenever something happens to an entity of a model, or of a class that extends it, until the function given back is called. */
export function addHandler(model: { readonly name: string }, event: unknown, handler: unknown): () => void {
  if (!HOOK_EVENTS.includes(event as HookEvent))
    throw new QueryError(
      `${model.name}.on() knows no event ${describe(event)}. Use one of: ${HOOK_EVENTS.join(', ')}.`,
    );
  if (typeof handler !== 'function')
    throw new QueryError(`${model.name}.on() takes a function behind the event, not ${describe(handler)}. Give one.`);
  // each call counts by itself, also with a function that is there already
  const own: Handler = (entity) => (handler as Handler)(entity);
  const list = handlersAt(model, event as HookEvent);
  list.add(own);
  total++;
  return () => {
    if (list.delete(own)) total--;
  };
}

/** The handlers of a class and of those that it extends, the topmost first. */
function handlersOf(model: object, event: HookEvent): Handler[] {
  const found: Handler[] = [];
  for (let current: object | null = model; current && total > 0; current = Object.getPrototypeOf(current) as object)
    found.unshift(...(handlers.get(current)?.get(event) ?? []));
  return found;
}

/** Whether a class has handlers. */
export const hasHandlers = (model: object, event: HookEvent): boolean => handlersOf(model, event).length > 0;

function hooksOf({ entity, values, binding: { schema } }: Handle, event: HookEvent): (() => unknown)[] {
  const methods = schema.hooks?.get(event) ?? [];
  const own = methods.map((method) => () => (values[method] as () => unknown).call(entity));
  return [...own, ...handlersOf(entity.constructor, event).map((handler) => () => handler(entity))];
}

/** Whether anybody has to be told. */
export const hasHooks = (handle: Handle, event: HookEvent): boolean =>
  (handle.binding.schema.hooks !== undefined || total > 0) && hooksOf(handle, event).length > 0;

/** Whether anybody may have to be told of what is loaded. */
export const hasLoadHooks = ({ hooks }: Schema): boolean => hooks !== undefined || total > 0;

/** What the hooks that the caller runs in are about: a write of it would wait for itself. */
const busy = new ScopedStore<readonly object[]>();

/** Refuse a write of what a hook before a write of the same is about. */
export function refuseInHook(subject: object, call: string): void {
  if (busy.get()?.includes(subject))
    throw new QueryError(
      `${call} was called inside a hook that runs before the same is written. Set the fields there: they are written afterwards.`,
    );
}

/** Tell of what will be done; `subjects` cannot be written until all are told. */
export async function runBefore(handle: Handle, event: HookEvent, ...subjects: readonly object[]): Promise<void> {
  const hooks = hooksOf(handle, event);
  if (hooks.length === 0) return;
  await busy.run([...(busy.get() ?? []), handle.entity, ...subjects], async () => {
    for (const hook of hooks) await hook();
  });
}

/** Tell of what was done: all of it, whatever one of those who are told throws; then that is thrown. */
export async function runAfter(entities: readonly Handle[], event: HookEvent): Promise<void> {
  const errors: unknown[] = [];
  for (const entity of entities) {
    if (!hasHooks(entity, event)) continue;
    for (const hook of hooksOf(entity, event)) {
      try {
        await hook();
      } catch (error) {
        errors.push(error);
      }
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** Tell that an entity was read. */
export function runLoaded(handle: Handle): void {
  for (const hook of hooksOf(handle, 'afterLoad')) {
    const given = hook();
    if (!(given instanceof Promise)) continue;
    // what it may throw later belongs to nobody
    given.catch(() => {});
    throw new QueryError(
      `A hook that runs after ${handle.binding.schema.model} is loaded is async. Make it synchronous: an entity is loaded at once.`,
    );
  }
}
