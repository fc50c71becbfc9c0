import type { Geo } from './geo.js';

/** Metres: Redis takes the earth for a sphere of this size. */
export const EARTH_RADIUS = 6372797.560856;

const radians = (degrees: number): number => degrees * (Math.PI / 180);

/** Metres between two places along a great circle, by the haversine formula, as GEODIST and lib/layout/places.lua compute it. */
export function distanceBetween(a: Geo, b: Geo): number {
  const [south, north] = [radians(a.latitude), radians(b.latitude)];
  const u = Math.sin((north - south) / 2);
  const v = Math.sin((radians(b.longitude) - radians(a.longitude)) / 2);
  // at the other side of the earth rounding goes beyond 1
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(u * u + Math.cos(south) * Math.cos(north) * v * v)));
}
