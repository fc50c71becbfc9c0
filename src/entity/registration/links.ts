import { SchemaError } from '../../errors/model.js';
import { describe } from '../../schema/describe.js';
import type { Link } from '../../schema/link.js';
import type { FieldSchema, Schema } from '../../schema/schema.js';
import type { NamedModel } from '../binding.js';

/** The models of a database, by the class or by the name that a relation gives. */
export interface Models {
  schemaOf(model: NamedModel): Schema;
  /** the class that is registered for the keys of a model */
  at(prefix: string): NamedModel | undefined;
  /** that of a name in a namespace */
  named(namespace: string, name: string): NamedModel | undefined;
}

const notRegistered = ({ name }: Link, model: string): SchemaError =>
  new SchemaError(
    `${name} leads to ${model}, which is not registered. Pass it along, as in { models: [..., ${model}] } or db.use(..., ${model}).`,
  );

const namespaceOf = ({ keyspace }: Schema): string => keyspace.prefix.slice(1, keyspace.prefix.indexOf('}'));

/** The class that a relation's function gives. */
function classOf({ name, wanted }: Link): NamedModel {
  const given: unknown = (wanted as () => unknown)();
  if (typeof given === 'function') return given as unknown as NamedModel;
  throw new SchemaError(
    `${name}: its function gives ${describe(given)}, not a class. Where two files import each other, register both after they are loaded.`,
  );
}

/** The name of the model that a relation leads to, whether or not it is registered yet. */
export const endNameOf = (link: Link, models: Pick<Models, 'schemaOf'>): string =>
  typeof link.wanted === 'string' ? link.wanted : models.schemaOf(classOf(link)).model;

/** The registered class that a relation leads to. */
export function modelOf(link: Link, from: Schema, models: Models): NamedModel {
  if (typeof link.wanted === 'string') {
    const found = models.named(namespaceOf(from), link.wanted);
    if (found) return found;
    throw notRegistered(link, link.wanted);
  }
  const wanted = classOf(link);
  const { model, keyspace } = models.schemaOf(wanted);
  const found = models.at(keyspace.prefix);
  if (!found) throw notRegistered(link, model);
  if (namespaceOf(models.schemaOf(found)) === namespaceOf(from)) return found;
  throw new SchemaError(
    `${link.name} leads to ${model} of another namespace: their keys have no slot in common. Use @ForeignModel() for it.`,
  );
}

/** The classes that the relations of a model lead to, those of names being known where the model is registered. */
export function endsOf(schema: Schema, registered: Schema | undefined): NamedModel[] {
  const known = registered ? linksOf(registered) : [];
  return linksOf(schema).flatMap((link, i) => {
    if (typeof link.wanted === 'function') return [classOf(link)];
    return known[i]?.known?.model ?? [];
  });
}

/** Every relation of a model. */
const linksOf = ({ references, relations }: Schema): Link[] => [
  ...references.map(({ reference }) => reference!.link),
  ...relations.map(({ link }) => link),
];

/** Refuse what only shows when it is known where a relation leads. */
export function checkEnd({ property, reference, codec, default: make }: FieldSchema, from: Schema, to: Schema): void {
  if (reference?.onDelete !== 'set default') return;
  const value = make?.();
  if (!codec.accepts(value))
    throw new SchemaError(
      `${from.model}.${property}: its default must be the id of a ${to.model}, not ${describe(value)}. Correct the default.`,
    );
}

/** Refuse models that require each other: of none there could be a first entity. */
export function refuseCycle(schema: Schema, path: readonly FieldSchema[] = [], start: Schema = schema): void {
  for (const field of schema.references) {
    if (field.optional || field.reference!.onDelete === 'no action') continue;
    const { schema: next } = field.reference!.link.target;
    const steps = [...path, field];
    if (next === start) {
      const names = steps.map(({ reference }) => reference!.link.name).join(' and ');
      throw new SchemaError(
        steps.length === 1
          ? `${names} requires another ${schema.model} for each, so that there could be no first entity. Make it optional: true.`
          : `${names} require each other, so that there could be no first entity. Make one of them optional: true.`,
      );
    }
    if (!path.includes(field)) refuseCycle(next, steps, start);
  }
}
