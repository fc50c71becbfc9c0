// What a query reads that is of no index: stored queries, and keys of the caller's that hold ids.
import type { OrderPlan } from '../../plan/order.js';
import type { Plan } from '../../plan/plan.js';
import type { HeldIds, ReliedOn, StoredList } from '../../plan/relied-on.js';
import type { Schema } from '../../schema/schema.js';
import type { ConditionData } from '../condition.js';
import { ScoreOrder } from '../order-term.js';
import type { QueryState } from '../query-state.js';

type Held = Extract<ConditionData, { kind: 'held' }>;
type Stored = Extract<ConditionData, { kind: 'stored' }>;

/** Entities whose ids a key holds. */
export function planHeld({ key, type }: Held): Plan {
  if (type === 'zset') return { op: 'ranks', key };
  return { op: 'members', key, ...(type === 'list' && { list: true }) };
}

/** Of the entities in a stored query those that are still there. */
export function planStored({ keyspace }: Schema, { name }: Stored): Plan {
  const places: Plan = { op: 'range', key: keyspace.stored(name), min: '0' };
  return { op: 'and', inputs: [places, { op: 'posting', key: keyspace.ids }] };
}

/** The order by the scores of a sorted set. Its members of one score are in the order of their bytes, so that the id is said as well. */
export function planScores({ key, direction }: ScoreOrder): readonly OrderPlan[] {
  const reverse = direction === 'desc';
  return [
    { op: 'ranks', key, reverse, missing: key },
    { op: 'id', reverse },
  ];
}

function leaves(data: ConditionData): readonly ConditionData[] {
  if (data.kind === 'and' || data.kind === 'or') return data.inputs.flatMap(leaves);
  return data.kind === 'not' ? leaves(data.input) : [data];
}

/** What a request relies on beside the indexes; nothing where there is none. */
export function reliedOn(
  { model, keyspace }: Schema,
  { conditions = [], order = [], stored: from }: QueryState,
): ReliedOn {
  const all = conditions.flatMap(leaves);
  const names = all.flatMap((each) => (each.kind === 'stored' ? [each.name] : []));
  const stored = (from === undefined ? names : [from, ...names]).map(
    (name): StoredList => ({ key: keyspace.stored(name), name, model }),
  );
  const held = [
    ...all.filter((each): each is Held => each.kind === 'held').map(({ key, type }): HeldIds => ({ key, type })),
    ...order.flatMap((each): HeldIds[] => (each instanceof ScoreOrder ? [{ key: each.key, type: 'zset' }] : [])),
  ];
  return { ...(stored.length > 0 && { stored }), ...(held.length > 0 && { held }) };
}
