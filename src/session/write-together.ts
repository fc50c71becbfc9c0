import { noteGone } from '../entity/gone.js';
import type { SaveOptions } from '../entity/saving/prepare.js';
import { allInTurn } from '../entity/saving/save.js';
import { type Handle, handleOf, type Tracked } from '../entity/tracked.js';
import { CrossSlotError } from '../errors/connection.js';
import type { Connection } from '../redis/connection/connection.js';
import { checkSameSlot } from '../redis/slot.js';
import type { Schema } from '../schema/schema.js';
import { ChangeSet } from '../write/change-set.js';
import type { Effect } from '../write/effect.js';
import type { LinkChange } from '../write/linking.js';
import { refusedPosition } from '../write/refusal.js';
import { linkEnd, type WaitingLink } from './links.js';
import type { Said } from './members.js';
import type { WaitingEffect } from './queue.js';
import { about, adoptAll, deleting, joined, placesOf, type Step, saving } from './steps.js';

/** Entities that are written or deleted at once. */
export interface Work {
  readonly saved: readonly Tracked[];
  readonly deleted: readonly Tracked[];
  /** those that the session has deleted before */
  readonly gone: WeakSet<Tracked>;
  /** of entities that are saved or not */
  readonly said: Said;
  readonly options: SaveOptions;
  /** commands on containers that go with them */
  readonly effects: readonly WaitingEffect[];
  /** changes of many-to-many relations that go with them */
  readonly links: readonly WaitingLink[];
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

/** A command on a container of an entity, as the server finds it: by its key, or by the place of the entity's change. */
function located({ owner, ...effect }: WaitingEffect, placeOf: (entity: Tracked) => number): Effect {
  if (!owner) return effect;
  const { state, binding } = handleOf(owner.entity);
  const { schema } = binding;
  const { property } = owner.container;
  const index = schema.indexes.find(({ kind, name }) => kind === 'members' && name === property);
  if (state.id !== undefined && !index) return { ...effect, key: schema.keyspace.own(property, state.id) };
  const place = [effect.type, placeOf(owner.entity), ...(index ? [index.name] : [])];
  return { ...effect, key: schema.keyspace.own(property, ''), type: place.join(' ') };
}

function locatedEffects(steps: readonly Step[], effects: readonly WaitingEffect[]): Effect[] {
  if (effects.length === 0) return [];
  const places = placesOf(steps);
  return effects.map((effect) => located(effect, (entity) => places.get(entity)!));
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
  for (const { handle, change } of steps) if (change.op === 'delete') noteGone(handle);
  return {
    saved: steps.filter(({ isSaved }) => isSaved).map(({ handle }) => handle),
    deleted: steps.filter(({ change }, i) => change.op === 'delete' && written[i] === 1).map(({ handle }) => handle),
  };
}

/**
 * Write entities of several models by one script, all or none; each waits for writes of its own that are under way.
 *
 * @throws what saving the refused entity alone would throw, with the entity as `error.entity`; CrossSlotError for several namespaces
 */
export function writeTogether(connection: Connection, work: Work): Promise<WrittenTogether> {
  const { saved, deleted, gone, said, options, effects, links } = work;
  const owners = new Set(effects.flatMap(({ owner }) => (owner ? [owner.entity] : [])));
  const kept = [...new Set([...saved, ...said.lifetimes.keys(), ...said.amounts.keys(), ...owners])].map(handleOf);
  const going = deleted.map(handleOf);
  const isSaved = new Set(saved);
  return allInTurn([...kept, ...going], async () => {
    const saves = kept.map((handle) => {
      const { entity } = handle;
      return saving(handle, { said, options, isSaved: isSaved.has(entity), isOwner: owners.has(entity) });
    });
    const steps = joined([
      ...saves.filter((step) => step !== undefined),
      ...going.map((handle) => deleting(handle, gone.has(handle.entity))),
    ]);
    const linking = linkChanges(steps, links);
    const located = locatedEffects(steps, effects);
    checkSlot(connection, [...steps.map(({ change }) => change), ...linking], located);
    const ownerAt = (at: number) => steps[at]?.handle.entity ?? links[at - steps.length]?.entity;
    return send(connection, steps, located, linking, ownerAt);
  });
}
