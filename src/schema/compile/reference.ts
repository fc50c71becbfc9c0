import { SchemaError } from '../../errors/model.js';
import { describe } from '../describe.js';
import type { FieldDraft, OnDelete } from '../draft.js';
import { Link } from '../link.js';
import type { ReferenceSchema } from '../schema.js';

const RULES: readonly OnDelete[] = ['restrict', 'cascade', 'set null', 'set default', 'no action'];

/** Refuse a rule of deletion that there is not, or that the field cannot follow. */
function checkRule(name: string, { relation, optional, default: given }: FieldDraft): void {
  const rule = relation!.onDelete;
  if (!RULES.includes(rule))
    throw new SchemaError(
      `${name}: onDelete says what becomes of it when its entity is deleted, and is ${describe(rule)}. Choose one of: ${RULES.join(', ')}.`,
    );
  if (rule === 'set null' && !optional)
    throw new SchemaError(
      `${name}: a required relation cannot be set to null. Make it optional: true, or choose another onDelete.`,
    );
  if (rule === 'set default' && given === undefined)
    throw new SchemaError(
      `${name}: onDelete 'set default' needs a default. Add { default: id }, or choose another onDelete.`,
    );
}

/** Refuse what can be neither a class nor the name of one. */
export function checkEndGiven(name: string, to: unknown): void {
  if (typeof to === 'function' || (typeof to === 'string' && to !== '')) return;
  throw new SchemaError(
    `${name}: a relation takes a function such as () => City, or the name of a model, not ${describe(to)}. Correct it.`,
  );
}

/** What a field says of the entity that it leads to; undefined for one that leads nowhere. */
export function compileReference(name: string, draft: FieldDraft): ReferenceSchema | undefined {
  const { relation } = draft;
  if (!relation) return undefined;
  checkEndGiven(name, relation.to);
  checkRule(name, draft);
  return Object.freeze({ link: new Link(name, relation.to), onDelete: relation.onDelete });
}
