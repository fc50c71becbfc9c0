import { QueryError } from '../../errors/query.js';
import { partsOf } from '../../plan/parts.js';
import { inputsOf, type Plan } from '../../plan/plan.js';
import type { Request } from '../../plan/request.js';

/** Conditions and values that the server can read, and ask its indexes for, within one call of 5 ms. */
const CONDITIONS = 300;
const VALUES = 10_000;

interface Size {
  conditions: number;
  values: number;
}

function measure(plan: Plan, size: Size = { conditions: 0, values: 0 }): Size {
  size.conditions++;
  if (plan.op === 'in' || plan.op === 'unique') size.values += plan.values.length;
  if (plan.op === 'scanned' && plan.test.op === 'in') size.values += plan.test.values.length;
  if (plan.op === 'ids') size.values += plan.ids.length;
  for (const input of inputsOf(plan)) measure(input, size);
  return size;
}

/** Refuse a request that would hold the server for long, however little it finds; lists that can be asked for in parts are fine. */
export function checkSize(request: Request): Request {
  const [{ plan }] = partsOf(request) as [Request];
  if (!plan) return request;
  const { conditions, values } = measure(plan);
  if (conditions > CONDITIONS)
    throw new QueryError(
      `A query has ${conditions} conditions, each value of containsAny() and containsAll() being one, and may have ${CONDITIONS}. Use in() where a field has one of several values, or ask for parts, one query each.`,
    );
  if (values > VALUES)
    throw new QueryError(
      `A query has lists of ${values} values that one call must read, and may have ${VALUES}. Ask for parts of the lists, one query each.`,
    );
  return request;
}
