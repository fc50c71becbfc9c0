import { type GeoBox, type GeoCircle, geo, isDegrees } from '../types/geo.js';

/** What `near` and `within` take, to end the sentence "needs ...". */
export const EXPECTED_AREAS = {
  circle: 'a place as { longitude, latitude } in degrees and a radius in metres from 0 on',
  box: 'a box as { west, south, east, north } in degrees, within 180 and 90',
} as const;

const hasKeys = (value: object, count: number): boolean => Object.keys(value).length === count;

function circleForm(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !hasKeys(value, 3)) return undefined;
  const { radius, ...place } = value as Partial<GeoCircle>;
  if (typeof radius !== 'number' || !Number.isFinite(radius) || radius < 0 || !geo.accepts(place)) return undefined;
  return [place.longitude, place.latitude, radius].join();
}

function boxForm(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !hasKeys(value, 4)) return undefined;
  const { west, south, east, north } = value as Partial<GeoBox>;
  const fits = isDegrees(west, 180) && isDegrees(east, 180) && isDegrees(south, 90) && isDegrees(north, 90);
  return fits ? [west, south, east, north].join() : undefined;
}

/** The text of an area that a caller gave; undefined for what is none. */
export const AREAS = { circle: circleForm, box: boxForm } as const;
