import type * as ClassTransformer from 'class-transformer';
import { loadPackage } from '../util/load-package.js';

/** A class that needs no arguments. */
export type AnyClass<V> = new () => V;

/** The library class-transformer; it is loaded by the first who needs it. */
export const transformer = (): typeof ClassTransformer => loadPackage('class-transformer') as typeof ClassTransformer;
