import { recordProperty } from '../schema/draft.js';

/** Declares an index of places, on a `@Field.geo()` or a getter of one: `near within isNull`. */
export function GeoIndex(): PropertyDecorator {
  return (target, key) => recordProperty(target, key, (draft, property) => void draft.geoIndexes.push(property));
}
