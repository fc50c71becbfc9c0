import { adopt, type Prepared, prepareSave, type SaveOptions } from '../entity/prepare.js';
import { allInTurn, savedId } from '../entity/save.js';
import { type Handle, handleOf, type Tracked } from '../entity/tracked.js';
import { CrossSlotError } from '../errors/connection.js';
import { RedstartError } from '../errors/error.js';
import type { Connection } from '../redis/connection/connection.js';
import { checkSameSlot } from '../redis/slot.js';
import type { Change } from '../write/change.js';
import { ChangeSet, type Written } from '../write/change-set.js';
import type { Effect } from '../write/effect.js';
import { refusedPosition } from '../write/refusal.js';
import { newEnds } from './new-ends.js';

/** Entities that are written or deleted at once. */
export interface Work {
  readonly saved: readonly Tracked[];
  readonly deleted: readonly Tracked[];
  readonly options: SaveOptions;
  /** commands on containers that go with them */
  readonly effects: readonly Effect[];
}

interface Step {
  readonly entity: Tracked;
  readonly handle: Handle;
  readonly change: Change;
  /** what the entity holds afterwards; undefined: it is deleted */
  readonly prepared?: Prepared;
}

/** The error, which says which entity it is about. */
export function about(error: unknown, entity: Tracked | undefined): unknown {
  // not among its facts, which go into logs
  if (error instanceof RedstartError && entity) Object.defineProperty(error, 'entity', { value: entity });
  return error;
}

function saving(entity: Tracked, options: SaveOptions): Step[] {
  const handle = handleOf(entity);
  try {
    const prepared = prepareSave(handle, options);
    return prepared ? [{ entity, handle, prepared, change: prepared.change }] : [];
  } catch (error) {
    throw about(error, entity);
  }
}

function deleting(entity: Tracked): Step {
  const handle = handleOf(entity);
  return { entity, handle, change: { op: 'delete', schema: handle.binding.schema, id: savedId(handle) } };
}

function checkSlot(connection: Connection, steps: readonly Step[], effects: readonly Effect[]): void {
  const prefixes = new Set(steps.map(({ change }) => change.schema.keyspace.prefix));
  const tags = new Set([...prefixes].map((prefix) => prefix.slice(0, prefix.indexOf('}') + 1)));
  if (tags.size > 1) throw new CrossSlotError([...prefixes]);
  checkSameSlot(connection, [...prefixes, ...effects.map(({ key }) => key)]);
}

/** What came of it: the entities that were written, and those that were there to be deleted. */
export interface Done {
  readonly saved: readonly Handle[];
  readonly deleted: readonly Handle[];
}

/** New entities may lead to each other: the script gives them their ids. */
function joined(steps: readonly Step[]): Step[] {
  const places = new Map(steps.map(({ entity }, i) => [entity, i]));
  return steps.map((step) => {
    const ends = newEnds(step.handle, step.change, places);
    return ends.length === 0 ? step : { ...step, change: { ...step.change, ends } };
  });
}

function adoptAll(steps: readonly Step[], written: readonly Written[], until: ChangeSet['until']): void {
  const idOf = (i: number): string => (steps[i]!.change.op === 'update' ? steps[i]!.change.id : (written[i] as string));
  for (const [i, { handle, prepared, change }] of steps.entries()) {
    if (!prepared) continue;
    for (const { position, to } of change.ends ?? []) prepared.stored[position] = idOf(to);
    adopt(handle, idOf(i), prepared.stored, until[i]);
  }
}

async function send(connection: Connection, given: readonly Step[], effects: readonly Effect[]): Promise<Done> {
  const steps = joined(given);
  const set = ChangeSet.of(...steps.map(({ change }) => change));
  const written = await set.write(connection, effects).catch((error: unknown) => {
    throw about(error, steps[refusedPosition(error) ?? -1]?.entity);
  });
  adoptAll(steps, written, set.until);
  return {
    saved: steps.filter(({ prepared }) => prepared).map(({ handle }) => handle),
    deleted: steps.filter(({ prepared }, i) => !prepared && written[i] === 1).map(({ handle }) => handle),
  };
}

/**
 * Write entities of several models by one script, all or none; each waits for writes of its own that are under way.
 *
 * @throws what saving the refused entity alone would throw, with the entity as `error.entity`; CrossSlotError for several namespaces
 */
export function writeTogether(connection: Connection, { saved, deleted, options, effects }: Work): Promise<Done> {
  const handles = [...saved, ...deleted].map(handleOf);
  return allInTurn(handles, async () => {
    const steps = [...saved.flatMap((entity) => saving(entity, options)), ...deleted.map(deleting)];
    checkSlot(connection, steps, effects);
    return send(connection, steps, effects);
  });
}
