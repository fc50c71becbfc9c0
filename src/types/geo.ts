import type { FieldType } from './field-type.js';
import { misfit } from './misfit.js';
import { decodeNumber, encodeNumber } from './numeral.js';

/** A place on the earth, in degrees. */
export interface Geo {
  readonly longitude: number;
  readonly latitude: number;
}

/** The places within some metres of one. */
export interface GeoCircle extends Geo {
  /** metres */
  readonly radius: number;
}

/** A part of the earth between two meridians and two parallels, in degrees; `west` above `east` crosses the date line. */
export interface GeoBox {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** What Redis can index: the square of the Web Mercator projection. */
export const LIMITS = { longitude: 180, latitude: 85.05112878 };
const EXPECTED = `a place as { longitude, latitude } in degrees, within ${LIMITS.longitude} and ${LIMITS.latitude}`;

const between = (limit: number): object => ({ type: 'number', minimum: -limit, maximum: limit });
const SCHEMA = {
  type: 'object',
  properties: { longitude: between(LIMITS.longitude), latitude: between(LIMITS.latitude) },
  required: ['longitude', 'latitude'],
  additionalProperties: false,
};

/** Whether a value is a number of degrees from minus the limit to the limit. */
export const isDegrees = (value: unknown, limit: number): value is number =>
  typeof value === 'number' && value >= -limit && value <= limit;

const isPlace = ({ longitude, latitude }: Partial<Record<keyof Geo, unknown>>): boolean =>
  isDegrees(longitude, LIMITS.longitude) && isDegrees(latitude, LIMITS.latitude);

/** A place on the earth, stored as `longitude,latitude`. */
export const geo: FieldType<Geo> = {
  name: 'geo',
  expected: EXPECTED,
  json: { schema: SCHEMA },
  accepts: (value): value is Geo =>
    typeof value === 'object' && value !== null && isPlace(value) && Object.keys(value).length === 2,
  encode: ({ longitude, latitude }) => `${encodeNumber(longitude)},${encodeNumber(latitude)}`,
  decode(stored) {
    const [longitude = Number.NaN, latitude = Number.NaN, ...rest] = stored.split(',').map(decodeNumber);
    if (rest.length === 0 && isPlace({ longitude, latitude })) return { longitude, latitude };
    throw misfit('longitude,latitude', stored);
  },
  copy: ({ longitude, latitude }) => ({ longitude, latitude }),
};
