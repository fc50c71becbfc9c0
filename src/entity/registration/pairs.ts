import { SchemaError } from '../../errors/model.js';
import type { Pair } from '../../schema/pair.js';
import { isLinked, type LinkedSchema, type Schema } from '../../schema/schema.js';
import { propertyOf } from './inverse.js';

const nameOf = ({ model }: Schema, property: string): string => `${model}.${property}`;

/** The many-to-many relation that a side names as its other one. */
function named(relation: LinkedSchema, from: Schema, to: Schema): LinkedSchema {
  const { link } = relation;
  const property = propertyOf(relation);
  const name = nameOf(to, property);
  const other = to.relations.filter(isLinked).find((each) => each.property === property);
  if (!other)
    throw new SchemaError(
      `${link.name}: ${name} is not a many-to-many relation. Name a property with @ManyToMany() that leads to ${from.model}, or leave "inverse" out.`,
    );
  if (other === relation)
    throw new SchemaError(
      `${link.name} cannot be its own other side. Declare another property for it, or leave "inverse" out.`,
    );
  const end = other.link.target.schema;
  if (end.keyspace.prefix !== from.keyspace.prefix)
    throw new SchemaError(
      `${link.name}: ${name} leads to ${end.model}, not to ${from.model}. Name one that leads to it.`,
    );
  return other;
}

/** The sides at the other model that name this one. */
function naming(relation: LinkedSchema, from: Schema, to: Schema): LinkedSchema[] {
  return to.relations.filter(
    (other): other is LinkedSchema =>
      isLinked(other) &&
      other !== relation &&
      other.link.by !== undefined &&
      other.link.target.schema.keyspace.prefix === from.keyspace.prefix &&
      propertyOf(other) === relation.property,
  );
}

function inverseOf(relation: LinkedSchema, from: Schema, to: Schema): LinkedSchema | undefined {
  const others = naming(relation, from, to);
  const own = relation.link.by === undefined ? others[0] : named(relation, from, to);
  const second = others.find((other) => other !== own);
  if (second)
    throw new SchemaError(
      `${second.link.name} and ${own!.link.name} are the other side of one relation, ${relation.link.name}. Let each name a property of its own.`,
    );
  if (own?.link.by !== undefined && propertyOf(own) !== relation.property)
    throw new SchemaError(
      `${relation.link.name}: the other side of ${own.link.name} is ${nameOf(from, propertyOf(own))}. Let the two name each other.`,
    );
  return own;
}

// a side that names no other one owns the relation, so that the other one may come later; else the first by name does
function owns({ link }: LinkedSchema, inverse: LinkedSchema | undefined): boolean {
  if (!inverse || link.by === undefined) return true;
  return inverse.link.by !== undefined && link.name < inverse.link.name;
}

/**
 * How the pairs of a many-to-many relation are kept, as one side sees it.
 *
 * @throws SchemaError where the two sides do not fit
 */
export function pairOf(relation: LinkedSchema, from: Schema, to: Schema): Pair {
  const inverse = inverseOf(relation, from, to);
  if (owns(relation, inverse)) {
    const { property } = relation;
    return { out: to.keyspace.linkedFrom(from.model, property), back: from.keyspace.linkedHere(property), inverse };
  }
  const { property } = inverse!;
  return { out: to.keyspace.linkedHere(property), back: from.keyspace.linkedFrom(to.model, property), inverse };
}
