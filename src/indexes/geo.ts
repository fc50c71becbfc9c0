import { nothing, type Plan } from '../plan/plan.js';
import { EARTH_RADIUS } from '../types/distance.js';
import { geo as geoType } from '../types/geo.js';
import { type Extent, rangesOf } from './cells.js';
import { type IndexedField, type IndexKind, planMissing } from './index-kind.js';
import type { Operator } from './operators.js';

const degrees = (radians: number): number => (radians * 180) / Math.PI;
const radians = (angle: number): number => (angle * Math.PI) / 180;

/** An extent whose meridians may lie beyond the date line, as extents that end there. 180 and -180 are one meridian. */
function split({ west, east, south, north }: Extent): Extent[] {
  if (east - west >= 360) return [{ west: -180, east: 180, south, north }];
  if (west <= -180 && east < 180)
    return [
      { west: west + 360, east: 180, south, north },
      { west: -180, east, south, north },
    ];
  if (east >= 180)
    return [
      { west, east: 180, south, north },
      { west: -180, east: east - 360, south, north },
    ];
  return [{ west, east, south, north }];
}

/** How far a circle reaches: at its sides farther than along its own parallel, and all around where it has a pole in it. */
function extentOf(longitude: number, latitude: number, radius: number): Extent {
  // what rounding takes away is far less than a millimetre
  const reach = (radius * (1 + 1e-9) + 0.001) / EARTH_RADIUS;
  const [south, north] = [latitude - degrees(reach), latitude + degrees(reach)];
  const upright = radians(latitude);
  if (Math.abs(upright) + reach >= Math.PI / 2) return { west: -180, east: 180, south, north };
  const side = degrees(Math.asin(Math.sin(reach) / Math.cos(upright)));
  return { west: longitude - side, east: longitude + side, south, north };
}

/** The places at most so far from one, in metres, among those of an index key. */
export function planCircle(
  key: string,
  field: string,
  circle: readonly [longitude: number, latitude: number, radius: number],
): Plan {
  return { op: 'area', key, field, ranges: rangesOf(split(extentOf(...circle))), circle };
}

const near = ({ keyspace, index, field }: IndexedField, [longitude, latitude, radius]: readonly number[]): Plan =>
  planCircle(keyspace.places(index), field, [longitude!, latitude!, radius!]);

function within({ keyspace, index, field }: IndexedField, [west, south, east, north]: readonly number[]): Plan {
  if (south! > north!) return nothing;
  const box = [west!, south!, east!, north!] as const;
  const extent = {
    west: west!,
    south: south!,
    east: west! > east! ? east! + 360 : east!,
    north: north!,
  };
  return {
    op: 'area',
    key: keyspace.places(index),
    field,
    ranges: rangesOf(split(extent)),
    box,
  };
}

const OPERATORS: ReadonlySet<Operator> = new Set(['near', 'within', 'isNull']);

/** Ids by the geohashes of their places: a range of geohashes is a part of the earth. */
export const geo: IndexKind = {
  isOf: (type) => type.name === geoType.name && type.expected === geoType.expected,
  remedy: () => '@GeoIndex()',
  place: (keyspace, index) => ({ key: keyspace.places(index), ordered: true }),
  listsMissing: true,
  operators: () => OPERATORS,
  plan(on, operator, [area]) {
    if (operator === 'isNull') return planMissing(on);
    const numbers = area!.split(',').map(Number);
    return operator === 'near' ? near(on, numbers) : within(on, numbers);
  },
  distance: ({ keyspace, index, field }, { longitude, latitude }) => ({
    op: 'distance',
    key: keyspace.places(index),
    field,
    place: [longitude, latitude],
  }),
};
