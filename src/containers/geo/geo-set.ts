import { knownOptions } from '../../util/options.js';
import { says } from '../../util/thrown.js';
import { type OnlyOption, onlyArguments } from '../conditions.js';
import { pairsOf } from '../pairs.js';
import { inPortions, PORTION, sumInPortions } from '../portions.js';
import { SortedSet } from '../sorted-set/sorted-set.js';
import { ValueContainer } from '../value-container.js';
import { type Destination, listOf, type Several, several, type Values } from '../variadic.js';
import {
  areaArguments,
  type GeoArea,
  type GeoPoint,
  type GeoSearchOptions,
  pointArguments,
  searchArguments,
} from './area.js';

/** Members with their places: a Map, anything else that gives pairs, or an object where members are text. */
export type GeoEntries<T> =
  | ReadonlyMap<T, GeoPoint>
  | Iterable<readonly [T, GeoPoint]>
  | (string extends T ? Readonly<Record<string, GeoPoint>> : never);

/** A member that a search found. */
export interface GeoMatch<T> {
  readonly member: T;
  /** metres from the centre of the search */
  readonly distance: number;
  readonly position: GeoPoint;
}

const NO_CENTRE = /could not decode requested zset member|member .* does not exist/is;

const readPoint = (reply: unknown): GeoPoint | undefined => {
  if (!Array.isArray(reply)) return undefined;
  return { longitude: Number(reply[0]), latitude: Number(reply[1]) };
};

/**
 * Members, each with a place on earth, found by their distance. Places are kept to within 0.6 metres.
 *
 * Layout: a sorted set whose scores are geohashes, as Redis has it: `db.sortedSet(key)` opens the same members.
 */
export class GeoSet<T = string> extends ValueContainer<T> {
  readonly type = 'zset';

  /**
   * Add members with their places, replacing the place of a member already there.
   *
   * Redis: GEOADD, O(log n) per member, atomic up to 10,000 members; in commands of that size beyond.
   *
   * @returns how many members are new
   * @throws RangeError for degrees out of range, TypeError when the codec refuses a member; nothing is sent
   */
  async add(entries: GeoEntries<T>, options: OnlyOption = {}): Promise<number> {
    const words = onlyArguments(knownOptions('add()', options, { only: true }));
    const args: (string | number | Buffer)[] = [];
    for (const [member, point] of pairsOf<T, GeoPoint>('entries', entries))
      args.push(...pointArguments(point), this.encode(member));
    const add = (part: typeof args | readonly (string | number | Buffer)[]) =>
      this.send('geoadd', [...words, ...part]) as Promise<number>;
    return sumInPortions(this.connection, args, 3 * PORTION, add);
  }

  /**
   * Add a member, or replace its place.
   *
   * Redis: GEOADD, O(log n), atomic.
   *
   * @returns whether it is new
   * @throws RangeError for degrees out of range, before anything is sent
   */
  async set(member: T, point: GeoPoint): Promise<boolean> {
    return (await this.send('geoadd', [...pointArguments(point), this.encode(member)])) === 1;
  }

  /**
   * Delete members.
   *
   * Redis: ZREM, O(log n) per member, atomic up to 10,000 members; in commands of that size beyond.
   *
   * @returns how many were there
   */
  async delete(...members: Values<T>): Promise<number> {
    return this.total('zrem', this.encodeAll(listOf(members)));
  }

  /**
   * Whether a member is there.
   *
   * Redis: ZSCORE, O(1), atomic.
   */
  async has(member: T): Promise<boolean> {
    return (await this.send('zscore', [this.encode(member)])) !== null;
  }

  /**
   * How many members there are.
   *
   * Redis: ZCARD, O(1), atomic.
   */
  async size(): Promise<number> {
    return (await this.send('zcard', [])) as number;
  }

  /**
   * The place of a member; undefined when it is not there.
   *
   * Redis: GEOPOS, O(1), atomic.
   */
  async position(member: T): Promise<GeoPoint | undefined> {
    return (await this.positions([member]))[0];
  }

  /**
   * The places of some members in their order; undefined for one that is not there.
   *
   * Redis: GEOPOS, O(members), atomic up to 10,000 members; in commands of that size beyond.
   */
  async positions(members: Several<T>): Promise<(GeoPoint | undefined)[]> {
    const encoded = this.encodeAll(several('members', members));
    const ask = (part: readonly (string | Buffer)[]) => this.send('geopos', part) as Promise<unknown[]>;
    return (await inPortions(this.connection, encoded, PORTION, ask)).flat().map(readPoint);
  }

  /**
   * Metres between two members; undefined when one of them is not there. The earth counts as a sphere, which is wrong by
   * 0.5 % at most.
   *
   * Redis: GEODIST, O(1), atomic.
   */
  async distance(from: T, to: T): Promise<number | undefined> {
    const reply = await this.send('geodist', [this.encode(from), this.encode(to), 'm']);
    return reply === null ? undefined : Number(reply);
  }

  /**
   * The geohash of a member, eleven letters as on geohash.org; undefined when it is not there.
   *
   * Redis: GEOHASH, O(1), atomic.
   */
  async hash(member: T): Promise<string | undefined> {
    const [hash] = (await this.send('geohash', [this.encode(member)])) as (string | null)[];
    return hash ?? undefined;
  }

  /**
   * The members inside an area, the nearest first, with their distances from its centre:
   * `search({ member: 'oslo', radius: 50_000 })`, `search({ longitude, latitude, width: 2000, height: 1000 })`.
   *
   * Redis: GEOSEARCH, O(members in the squares around the area + log n), atomic.
   *
   * @throws RangeError when the member in the centre is not there
   */
  async search(area: GeoArea<T>, options: GeoSearchOptions = {}): Promise<GeoMatch<T>[]> {
    const args = areaArguments(area, (member) => this.encode(member));
    const rest = searchArguments('search()', options);
    if (!rest) return [];
    const reply = this.ask('geosearch', [...args, ...rest, 'withcoord', 'withdist']);
    const found = (await reply.catch((error) => this.explainCentre(error, area))) as [unknown, unknown, unknown][];
    return found.map(([member, distance, point]) => ({
      member: this.decode(member),
      distance: Number(distance),
      position: readPoint(point)!,
    }));
  }

  /**
   * Make `destination`, a container or a key, hold the members inside an area with their places; what it held is gone.
   *
   * Redis: GEOSEARCHSTORE, O(members in the squares around the area + log n), atomic.
   *
   * @returns the destination
   * @throws RangeError when the member in the centre is not there; CrossSlotError on a cluster, when the keys are in
   *   different slots
   */
  async searchStore(
    destination: Destination<GeoSet<T>>,
    area: GeoArea<T>,
    options: GeoSearchOptions = {},
  ): Promise<GeoSet<T>> {
    const target = destination instanceof GeoSet ? destination : new GeoSet(this.connection, destination, this);
    await this.store('searchStore()', target.key, area, options);
    return target;
  }

  /**
   * Make `destination`, a sorted set or a key, hold the members inside an area, with their distances in metres for
   * scores; what it held is gone.
   *
   * Redis: GEOSEARCHSTORE STOREDIST, O(members in the squares around the area + log n), atomic.
   *
   * @returns the destination
   * @throws as `searchStore()`
   */
  async distanceStore(
    destination: Destination<SortedSet<T>>,
    area: GeoArea<T>,
    options: GeoSearchOptions = {},
  ): Promise<SortedSet<T>> {
    const target = destination instanceof SortedSet ? destination : new SortedSet(this.connection, destination, this);
    await this.store('distanceStore()', target.key, area, options, 'storedist');
    return target;
  }

  private async store(call: string, to: string, area: GeoArea<T>, options: GeoSearchOptions, ...words: string[]) {
    const args = areaArguments(area, (member) => this.encode(member));
    const rest = searchArguments(call, options);
    if (!rest) throw new RangeError('A search to store cannot have a count of 0. Clear the destination instead.');
    const command = [this.target(to), this.key, ...args, ...rest, ...words];
    await this.transmit('geosearchstore', command).catch((error) => this.explainCentre(error, area));
  }

  private explainCentre(error: unknown, area: GeoArea<T>): never {
    if (!says(error, NO_CENTRE) || !('member' in area)) throw error;
    const member = JSON.stringify(String(this.encode(area.member)));
    throw new RangeError(`${JSON.stringify(this.key)} has no member ${member} to search around. Ask has() first.`);
  }
}
