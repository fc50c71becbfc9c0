import type * as ClassTransformer from 'class-transformer';
import { load } from '../util/load.js';

/** A class that needs no arguments. */
export type AnyClass<V> = new () => V;

/** The library class-transformer; it is loaded by the first who needs it. */
export const transformer = (): typeof ClassTransformer => load('class-transformer') as typeof ClassTransformer;
