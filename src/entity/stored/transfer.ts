// An amount goes from one entity to another: two increments in one script, or, where getters with an index read the fields,
// two changes that are computed here and refused where somebody was faster.
import { rowUntil } from '../../schema/lifetime.js';
import { scriptFailure } from '../../scripts/run.js';
import type { AddedAmount, Change } from '../../write/change.js';
import { ChangeSet, type OnceKey, type Written } from '../../write/change-set.js';
import type { Binding } from '../binding.js';
import { isDerivedFrom } from '../derive.js';
import { allInTurn } from '../saving/save.js';
import type { Handle } from '../tracked.js';
import { adoptSums } from './increment.js';
import { prepareRewrite, untilNoRace } from './rewrite.js';
import { type Increment, rewritingBy } from './sums.js';

/** One end of a transfer. */
export interface TransferEnd {
  readonly binding: Binding;
  /** in stored form */
  readonly id: string;
  readonly amount: AddedAmount;
  /** the object that was given for the entity */
  readonly entity?: Handle | undefined;
}

/** The field of an entity that says that it was done. */
export interface Mark {
  readonly binding: Binding;
  readonly id: string;
  readonly position: number;
  /** what the field is set to, in stored form */
  readonly value: string;
  readonly entity?: Handle | undefined;
}

export interface Transfer {
  /** who gives, and who gets */
  readonly sides: readonly [TransferEnd, TransferEnd];
  readonly mark?: Mark | undefined;
  readonly once?: OnceKey | undefined;
}

const incrementOf = ({ binding: { schema }, id, amount }: TransferEnd): Increment => ({
  op: 'increment',
  schema,
  id,
  amounts: [amount],
});

const markOf = ({ binding: { schema }, id, position, value }: Mark): Change => ({
  op: 'mark',
  schema,
  id,
  position,
  value,
});

const isComputed = ({ sides, mark }: Transfer): boolean =>
  sides.some(({ binding, amount }) => isDerivedFrom(binding.schema, [amount.position])) ||
  (mark !== undefined && isDerivedFrom(mark.binding.schema, [mark.position]));

/** A change, and the stored value that it leads to where that is known before it is written. */
interface Step {
  readonly change: Change;
  readonly sum?: string;
}

/** The changes of a transfer whose sums are made on the server. */
const counted = ({ sides, mark }: Transfer): Step[] => [
  ...(mark ? [{ change: markOf(mark) }] : []),
  ...sides.map((side) => ({ change: incrementOf(side) })),
];

async function computeSide(side: TransferEnd): Promise<Step> {
  const { change, row } = (await prepareRewrite(side.binding, side.id, rewritingBy(incrementOf(side))))!;
  return { change, sum: row[side.amount.position]! };
}

/** The same with sums that are made here; undefined where the mark is set already. */
async function computed({ sides, mark }: Transfer): Promise<Step[] | undefined> {
  const marking =
    mark &&
    (await prepareRewrite(mark.binding, mark.id, (row) =>
      row[mark.position] === mark.value ? undefined : new Map([[mark.position, mark.value]]),
    ));
  if (mark && !marking) return undefined;
  // one after the other, so that of two refusals it is always the first one
  const steps = [await computeSide(sides[0]), await computeSide(sides[1])];
  return marking ? [{ change: marking.change }, ...steps] : steps;
}

/** Whether somebody did it before, as far as it is known. */
async function wasDone({ sides, once }: Transfer): Promise<boolean> {
  return once !== undefined && (await sides[0].binding.connection.send('exists', [once.key])) === 1;
}

function adopt({ sides, mark }: Transfer, steps: readonly Step[], written: readonly Written[], set: ChangeSet): void {
  const first = mark ? 1 : 0;
  for (const [i, { entity, amount, binding }] of sides.entries()) {
    if (!entity) continue;
    const at = first + i;
    adoptSums(entity, [amount], steps[at]!.sum === undefined ? (written[at] as readonly string[]) : [steps[at]!.sum]);
    const { stored } = entity.state;
    if (stored && set.until[at] !== undefined) entity.state.stored = rowUntil(binding.schema, stored, set.until[at]);
  }
  if (!mark?.entity) return;
  const { entity, position, value, binding } = mark;
  const { property, codec } = binding.schema.fields[position]!;
  entity.values[property] = codec.decode(value);
  entity.state.stored = entity.state.stored?.with(position, value);
}

async function write(transfer: Transfer, steps: readonly Step[]): Promise<boolean> {
  const { connection } = transfer.sides[0].binding;
  const set = ChangeSet.of(...steps.map(({ change }) => change));
  const written = transfer.once ? await set.writeOnce(connection, transfer.once) : await set.write(connection);
  if (written) adopt(transfer, steps, written, set);
  return written !== undefined;
}

async function compute(transfer: Transfer): Promise<boolean> {
  try {
    const steps = await computed(transfer);
    return steps !== undefined && (await write(transfer, steps));
  } catch (error) {
    // what is refused here may be so because it was done
    if (error instanceof RangeError && (await wasDone(transfer))) return false;
    throw error;
  }
}

async function attempt(transfer: Transfer): Promise<boolean> {
  if (isComputed(transfer)) return untilNoRace(() => compute(transfer));
  try {
    return await write(transfer, counted(transfer));
  } catch (error) {
    if (scriptFailure(error)?.code === 'MARKED') return false;
    throw error;
  }
}

/** Take an amount from one entity and give it to another; false where it was done before. */
export const transferStored = (transfer: Transfer): Promise<boolean> => {
  const entities = [...transfer.sides, transfer.mark].flatMap((one) => one?.entity ?? []);
  return allInTurn(entities, () => attempt(transfer));
};
