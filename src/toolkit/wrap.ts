import { isStandardContext, STANDARD_DECORATORS } from '../util/standard-decorators.js';

/** A function with the same arguments whose result is a promise: what a utility makes of a user's function. */
export type Wrapped<This, Args extends unknown[], R> = (this: This, ...args: Args) => Promise<Awaited<R>>;

/** Decorates a method that gives a promise and whose arguments begin with those of First, and keeps its type. */
export type AsyncMethodDecorator<First extends unknown[] = unknown[]> = <Args extends [...First, ...unknown[]], R>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<(...args: Args) => Promise<R>>,
) => void;

/** @throws TypeError for a decorator that the compiler made one of ECMAScript, which is given no class and no descriptor */
export function refuseStandard(name: unknown): asserts name is string | symbol {
  if (isStandardContext(name)) throw new TypeError(STANDARD_DECORATORS);
}

/**
 * A decorator that puts another function in the place of a method.
 *
 * @throws TypeError when it decorates no method
 */
export function replaceMethod(
  replace: <Args extends unknown[], R>(
    method: (...args: Args) => Promise<R>,
    name: string,
    target: object,
  ) => (...args: Args) => Promise<R>,
): AsyncMethodDecorator {
  return (target, name, descriptor) => {
    refuseStandard(name);
    const method = descriptor?.value;
    if (typeof method !== 'function')
      throw new TypeError(`${String(name)} is not a method. Put the decorator on one that gives a promise.`);
    descriptor.value = replace(method, String(name), target);
  };
}
