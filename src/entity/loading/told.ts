import { noteRoundTrip, observe } from '../../util/observe.js';
import type { Binding } from '../binding.js';

const isThere = (found: unknown): boolean => found !== undefined && found !== false;

/** Calls that give a list of entities; the others give one, or fields of one. */
const MANY: ReadonlySet<string> = new Set(['findMany', 'load']);

/** Read what is named by ids or a unique value, and tell whoever wants to know. */
export function told<T>({ schema, connection }: Binding, call: string, work: () => Promise<T>): Promise<T> {
  const asked = () => ({ model: schema.model, call, text: schema.model, limited: true });
  const rowsOf = (found: T): number =>
    MANY.has(call) ? (found as readonly unknown[]).filter(isThere).length : Number(isThere(found));
  return observe<T>({ kind: 'query', connection: connection.direct, asked, rowsOf }, work);
}

/** The same, of one command. */
export const toldOnce = <T>(binding: Binding, call: string, work: () => Promise<T>): Promise<T> =>
  told(binding, call, () => {
    noteRoundTrip();
    return work();
  });
