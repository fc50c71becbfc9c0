import { comparable, finite, natural, oneOf } from '../../util/check.js';
import { knownOptions, type OptionNames } from '../../util/options.js';

/** A place on earth, in degrees. */
export interface GeoPoint {
  /** east is positive; from -180 to 180 */
  readonly longitude: number;
  /** north is positive; from -85.05112878 to 85.05112878, as Web Mercator has it */
  readonly latitude: number;
}

/** A circle, or a box whose sides point north and east; in metres. */
type Extent =
  | { readonly radius: number; readonly width?: undefined; readonly height?: undefined }
  | { readonly width: number; readonly height: number; readonly radius?: undefined };

/** Where to search: around a member or around a point, in a circle or in a box. */
export type GeoArea<T> = ({ readonly member: T } | GeoPoint) & Extent;

export interface GeoSearchOptions {
  /** how many members at most @default all */
  readonly count?: number | undefined;
  /** with `count`: those that are found first, which is faster, rather than the nearest @default false */
  readonly any?: boolean | undefined;
  /** by the distance from the centre @default 'nearest' */
  readonly order?: 'nearest' | 'farthest' | undefined;
}

// of the Web Mercator projection, which the server's geohashes stand for
const NORTHERNMOST = 85.05112878;

const SEARCH: OptionNames<GeoSearchOptions> = { count: true, any: true, order: true };

const AREA: OptionNames<GeoArea<unknown>> = {
  member: true,
  longitude: true,
  latitude: true,
  radius: true,
  width: true,
  height: true,
};

const ORDERS = { nearest: 'asc', farthest: 'desc' } as const;

function within(name: string, value: number, most: number): number {
  if (Math.abs(comparable(name, value)) <= most) return value;
  throw new RangeError(`${name} must be from -${most} to ${most} degrees, not ${value}. Correct it.`);
}

/** Longitude and latitude as the server takes them. */
export function pointArguments(point: GeoPoint): number[] {
  if (typeof point !== 'object' || point === null) {
    throw new TypeError(`a point must be { longitude, latitude }, not ${typeof point}. Give it as one.`);
  }
  return [within('longitude', point.longitude, 180), within('latitude', point.latitude, NORTHERNMOST)];
}

function metres(name: string, value: number): number {
  if (finite(name, value) >= 0) return value;
  throw new RangeError(`${name} must be a number of metres from 0, not ${value}. Correct it.`);
}

function extentArguments({ radius, width, height }: Extent): (string | number)[] {
  if (radius === undefined) return ['bybox', metres('width', width), metres('height', height)];
  if (width === undefined && height === undefined) return ['byradius', metres('radius', radius)];
  throw new TypeError('An area is a circle or a box, not both. Give it either a radius, or width and height.');
}

/** The area as GEOSEARCH takes it. */
export function areaArguments<T>(
  area: GeoArea<T>,
  encode: (member: T) => string | Buffer,
): (string | number | Buffer)[] {
  knownOptions('an area', area, AREA);
  const centre = 'member' in area ? ['frommember', encode(area.member)] : ['fromlonlat', ...pointArguments(area)];
  return [...centre, ...extentArguments(area), 'm'];
}

/** The options as GEOSEARCH takes them; undefined when nothing can be found. */
export function searchArguments(call: string, options: GeoSearchOptions): (string | number)[] | undefined {
  const { count, any = false, order = 'nearest' } = knownOptions(call, options, SEARCH);
  const direction = oneOf('order', order, ORDERS);
  if (count === undefined) return [direction];
  if (natural('count', count) === 0) return undefined;
  return [direction, 'count', count, ...(any ? ['any'] : [])];
}
