// Many-to-many relations in a session: their changes wait for the flush, and are written by the script of the entities.
import type { Conditions } from '../containers/conditions.js';
import { linkedEnds } from '../entity/loading/linked-ids.js';
import { stateOf, type Tracked } from '../entity/tracked.js';
import { QueryError } from '../errors/query.js';
import { describe } from '../schema/describe.js';
import type { LinkedSchema } from '../schema/schema.js';
import type { Given } from '../schema/types/relations.js';
import { showBy } from '../util/shown.js';
import type { LinkEnd, LinkVerb } from '../write/linking.js';
import { scoredPairs } from './scored-pairs.js';

/** A side of a many-to-many relation, as an entity has it. */
interface LinkSide {
  readonly entity: Tracked;
  readonly relation: LinkedSchema;
}

/** A change that waits; entities that are new get their ids when they are written. */
export interface WaitingLink extends LinkSide {
  readonly verb: LinkVerb;
  readonly ends: readonly (string | Tracked)[];
  readonly numbers: readonly number[];
  readonly words: readonly string[];
}

/** Where an entity of a flush is: its id, or the place of the change that makes it. */
export function linkEnd(end: string | Tracked, places: ReadonlyMap<Tracked, number>, link: string): LinkEnd {
  if (typeof end === 'string') return end;
  const found = stateOf(end).id ?? places.get(end);
  if (found !== undefined) return found;
  throw new QueryError(`${link}: an entity that is new does not belong to the session. Add it: session.add(entity).`);
}

/** The side of a relation that a caller gave. */
export function sideOf(given: unknown): LinkSide {
  const side = (given as { readonly side?: unknown } | null | undefined)?.side;
  if (typeof side === 'object' && side !== null) return side as LinkSide;
  throw new QueryError(
    `session.many() takes a many-to-many relation of an entity, such as ada.groups, not ${describe(given)}. Correct it.`,
  );
}

/** Entities that one call names. */
const MOST = 7000;

/** A many-to-many relation whose changes wait. */
abstract class Waiting<T> {
  static {
    showBy(Waiting, ({ side }) => [side.relation.link.name]);
  }

  /** @internal */
  constructor(
    private readonly side: LinkSide,
    private readonly keep: (link: WaitingLink) => void,
  ) {}

  /** Take entities out. Redis: with the flush. */
  delete(...others: readonly Given<T>[]): void {
    this.queue('delete', others, []);
  }

  protected queue(
    verb: LinkVerb,
    others: readonly unknown[],
    numbers: readonly number[],
    words: readonly string[] = [],
  ): void {
    const { side } = this;
    if (others.length > MOST)
      throw new RangeError(
        `${side.relation.link.name}: ${verb}() in a session takes at most ${MOST} entities and was given ${others.length}. Make several calls of it.`,
      );
    this.keep({ ...side, verb, ends: linkedEnds(side.relation.link, verb, others), numbers, words });
  }
}

/** A many-to-many relation of kind `set` or `list` whose changes are written with the entities of the session; new ones may be given. */
export class SessionMany<T> extends Waiting<T> {
  /** Add entities. Redis: with the flush, which is refused where one is not there. */
  add(...others: readonly Given<T>[]): void {
    this.queue('add', others, []);
  }
}

/** The same of kind `sortedSet`. */
export class SessionSortedMany<T> extends Waiting<T> {
  /** Add entities with their scores; those that are there get the new ones, unless conditions behind them say otherwise. Redis: with the flush. */
  add(...pairs: readonly (readonly [other: Given<T>, score: number])[]): void;
  add(...pairs: readonly [...(readonly [other: Given<T>, score: number])[], Conditions]): void;
  add(...given: readonly unknown[]): void {
    const { others, scores, words } = scoredPairs('session.many()', given);
    this.queue('add', others, scores, words);
  }
}
