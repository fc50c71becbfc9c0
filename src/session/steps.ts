// What a flush does to its entities, one change each.

import { adopt, adoptRow, type Prepared, prepareSave, type SaveOptions } from '../entity/saving/prepare.js';
import { savedId } from '../entity/saving/save.js';
import { adoptSums, prepareIncrement } from '../entity/stored/increment.js';
import type { Handle, Tracked } from '../entity/tracked.js';
import { RedstartError } from '../errors/error.js';
import type { AddedAmount, Change, StoredValues } from '../write/change.js';
import type { ChangeSet, Written } from '../write/change-set.js';
import type { Lifetime, Said } from './members.js';
import { newEnds } from './new-ends.js';

/** What is done to one entity. */
export interface Step {
  readonly handle: Handle;
  readonly change: Change;
  /** what the entity holds afterwards; undefined: it is deleted, or stays as it is */
  readonly stored: StoredValues | undefined;
  /** what is added to its fields */
  readonly amounts: readonly AddedAmount[] | undefined;
  /** its fields are saved, rather than what was said of it alone */
  readonly isSaved: boolean;
}

interface Saving {
  readonly said: Said;
  readonly options: SaveOptions;
  readonly isSaved: boolean;
  /** it has to be there for what is done to a container of it */
  readonly isOwner: boolean;
}

/** The error, which says which entity it is about. */
export function about(error: unknown, entity: Tracked | undefined): unknown {
  // not among its facts, which go into logs
  if ((error instanceof RedstartError || error instanceof RangeError) && entity)
    Object.defineProperty(error, 'entity', { value: entity });
  return error;
}

function prepare(
  handle: Handle,
  options: SaveOptions,
  amounts: readonly AddedAmount[] | undefined,
): Prepared | undefined {
  return amounts ? prepareIncrement(handle, amounts, options) : prepareSave(handle, options);
}

function expiring(handle: Handle, { ttl }: Lifetime): Step {
  const { state, binding } = handle;
  const change: Change = { op: 'expire', schema: binding.schema, id: savedId(handle), ttl };
  return { handle, stored: state.stored, change, amounts: undefined, isSaved: false };
}

function touching(handle: Handle): Step {
  const change: Change = { op: 'touch', schema: handle.binding.schema, id: savedId(handle) };
  return { handle, stored: undefined, change, amounts: undefined, isSaved: false };
}

/** A save, what was said of the entity, or both; nothing of an entity that has neither. */
export function saving(handle: Handle, { said, options, isSaved, isOwner }: Saving): Step | undefined {
  const lifetime = said.lifetimes.get(handle.entity);
  const amounts = said.amounts.get(handle.entity);
  try {
    const prepared = isSaved || amounts ? prepare(handle, options, amounts) : undefined;
    if (!prepared) return lifetime ? expiring(handle, lifetime) : isOwner ? touching(handle) : undefined;
    const { stored, change } = prepared;
    return { handle, stored, change: lifetime ? { ...change, lives: lifetime.ttl } : change, amounts, isSaved };
  } catch (error) {
    throw about(error, handle.entity);
  }
}

/** `isGone`: the session has deleted it before; else it is a race where another writer was faster. */
export function deleting(handle: Handle, isGone: boolean): Step {
  const change: Change = { op: 'delete', schema: handle.binding.schema, id: savedId(handle), expected: !isGone };
  return { handle, stored: undefined, change, amounts: undefined, isSaved: false };
}

/** The places of entities in a flush. */
export const placesOf = (steps: readonly Step[]) => new Map(steps.map(({ handle }, i) => [handle.entity, i]));

/** New entities may lead to each other: the script gives them their ids. */
export function joined(steps: readonly Step[]): readonly Step[] {
  if (steps.every(({ change }) => change.schema.references.length === 0)) return steps;
  const places = placesOf(steps);
  return steps.map((step) => {
    const ends = newEnds(step.handle, step.change, places);
    return ends.length === 0 ? step : { ...step, change: { ...step.change, ends } };
  });
}

/** Entities have what was written of them. */
export function adoptAll(steps: readonly Step[], written: readonly Written[], until: ChangeSet['until']): void {
  // the server made those of new entities
  const idOf = (i: number): string => steps[i]!.change.id || (written[i] as string);
  for (const [i, { handle, stored, change, amounts }] of steps.entries()) {
    if (!stored) continue;
    for (const { position, to } of change.ends ?? []) stored[position] = idOf(to);
    if (change.op === 'update') adoptRow(handle, stored, until[i]);
    else adopt(handle, idOf(i), stored, until[i]);
    // made there, or here for a getter
    if (amounts && change.op === 'increment') adoptSums(handle, amounts, written[i] as readonly string[]);
    else if (amounts)
      adoptSums(
        handle,
        amounts,
        amounts.map(({ position }) => stored[position]!),
      );
  }
}
