import { noteGone } from '../entity/gone.js';
import { adopt, adoptRow, prepareSave, type SaveOptions } from '../entity/prepare.js';
import { allInTurn, savedId } from '../entity/save.js';
import { type Handle, handleOf, type Tracked } from '../entity/tracked.js';
import { CrossSlotError } from '../errors/connection.js';
import { RedstartError } from '../errors/error.js';
import type { Connection } from '../redis/connection/connection.js';
import { checkSameSlot } from '../redis/slot.js';
import type { Schema } from '../schema/schema.js';
import type { Change, StoredValues } from '../write/change.js';
import { ChangeSet, type Written } from '../write/change-set.js';
import type { Effect } from '../write/effect.js';
import type { LinkChange } from '../write/linking.js';
import { refusedPosition } from '../write/refusal.js';
import { linkEnd, type WaitingLink } from './links.js';
import type { Lifetime } from './members.js';
import { newEnds } from './new-ends.js';

/** Entities that are written or deleted at once. */
export interface Work {
  readonly saved: readonly Tracked[];
  readonly deleted: readonly Tracked[];
  /** how long entities live from then on, saved or not */
  readonly lifetimes: ReadonlyMap<Tracked, Lifetime>;
  readonly options: SaveOptions;
  /** commands on containers that go with them */
  readonly effects: readonly Effect[];
  /** changes of many-to-many relations that go with them */
  readonly links: readonly WaitingLink[];
}

interface Step {
  readonly handle: Handle;
  readonly change: Change;
  /** what the entity holds afterwards; undefined: it is deleted */
  readonly stored?: StoredValues;
}

/** The error, which says which entity it is about. */
export function about(error: unknown, entity: Tracked | undefined): unknown {
  // not among its facts, which go into logs
  if (error instanceof RedstartError && entity) Object.defineProperty(error, 'entity', { value: entity });
  return error;
}

/** A save, a time to live, or both; nothing of an entity that has neither. */
function saving(handle: Handle, options: SaveOptions, lifetime: Lifetime | undefined): Step | undefined {
  try {
    const prepared = prepareSave(handle, options);
    if (!prepared) return lifetime && expiring(handle, lifetime);
    const { stored, change } = prepared;
    return { handle, stored, change: lifetime ? { ...change, lives: lifetime.ttl } : change };
  } catch (error) {
    throw about(error, handle.entity);
  }
}

function expiring(handle: Handle, { ttl }: Lifetime): Step {
  const { state, binding } = handle;
  const change: Change = { op: 'expire', schema: binding.schema, id: savedId(handle), ttl };
  return { handle, ...(state.stored && { stored: state.stored }), change };
}

function deleting(handle: Handle): Step {
  return { handle, change: { op: 'delete', schema: handle.binding.schema, id: savedId(handle) } };
}

function checkSlot(
  connection: Connection,
  changes: readonly { readonly schema: Schema }[],
  effects: readonly Effect[],
): void {
  const prefixes = new Set(changes.map(({ schema }) => schema.keyspace.prefix));
  const tags = new Set([...prefixes].map((prefix) => prefix.slice(0, prefix.indexOf('}') + 1)));
  if (tags.size > 1) throw new CrossSlotError([...prefixes]);
  checkSameSlot(connection, [...prefixes, ...effects.map(({ key }) => key)]);
}

/** What came of it: the entities that were written, and those that were there to be deleted. */
export interface WrittenTogether {
  readonly saved: readonly Handle[];
  readonly deleted: readonly Handle[];
}

const placesOf = (steps: readonly Step[]) => new Map(steps.map(({ handle }, i) => [handle.entity, i]));

/** New entities may lead to each other: the script gives them their ids. */
function joined(steps: readonly Step[]): readonly Step[] {
  if (steps.every(({ change }) => change.schema.references.length === 0)) return steps;
  const places = placesOf(steps);
  return steps.map((step) => {
    const ends = newEnds(step.handle, step.change, places);
    return ends.length === 0 ? step : { ...step, change: { ...step.change, ends } };
  });
}

function adoptAll(steps: readonly Step[], written: readonly Written[], until: ChangeSet['until']): void {
  // the server made those of new entities
  const idOf = (i: number): string => steps[i]!.change.id || (written[i] as string);
  for (const [i, { handle, stored, change }] of steps.entries()) {
    if (!stored) continue;
    for (const { position, to } of change.ends ?? []) stored[position] = idOf(to);
    if (change.op === 'update') adoptRow(handle, stored, until[i]);
    else adopt(handle, idOf(i), stored, until[i]);
  }
}

/** The changes of relations, whose entities may get their ids by the same call. */
function linkChanges(steps: readonly Step[], links: readonly WaitingLink[]): LinkChange[] {
  if (links.length === 0) return [];
  const places = placesOf(steps);
  return links.map(({ entity, relation, verb, ends, numbers, words }) => {
    const idOf = (end: string | Tracked) => linkEnd(end, places, relation.link.name);
    const { schema } = handleOf(entity).binding;
    return { op: 'link', schema, relation, id: idOf(entity), verb, ids: ends.map(idOf), numbers, words };
  });
}

async function send(
  connection: Connection,
  steps: readonly Step[],
  effects: readonly Effect[],
  links: readonly LinkChange[],
  ownerAt: (position: number) => Tracked | undefined,
): Promise<WrittenTogether> {
  const set = ChangeSet.of(...steps.map(({ change }) => change));
  for (const link of links) set.link(link);
  const written = await set.write(connection, effects).catch((error: unknown) => {
    throw about(error, ownerAt(refusedPosition(error) ?? -1));
  });
  adoptAll(steps, written, set.until);
  for (const { handle, stored } of steps) if (!stored) noteGone(handle);
  return {
    saved: steps.filter(({ stored, change }) => stored && change.op !== 'expire').map(({ handle }) => handle),
    deleted: steps.filter(({ stored }, i) => !stored && written[i] === 1).map(({ handle }) => handle),
  };
}

/**
 * Write entities of several models by one script, all or none; each waits for writes of its own that are under way.
 *
 * @throws what saving the refused entity alone would throw, with the entity as `error.entity`; CrossSlotError for several namespaces
 */
export function writeTogether(connection: Connection, work: Work): Promise<WrittenTogether> {
  const { saved, deleted, lifetimes, options, effects, links } = work;
  const kept = [...new Set([...saved, ...lifetimes.keys()])].map(handleOf);
  const going = deleted.map(handleOf);
  return allInTurn([...kept, ...going], async () => {
    const saves = kept.map((handle) => saving(handle, options, lifetimes.get(handle.entity)));
    const steps = joined([...saves.filter((step) => step !== undefined), ...going.map(deleting)]);
    const linking = linkChanges(steps, links);
    checkSlot(connection, [...steps.map(({ change }) => change), ...linking], effects);
    const ownerAt = (at: number) => steps[at]?.handle.entity ?? links[at - steps.length]?.entity;
    return send(connection, steps, effects, linking, ownerAt);
  });
}
