/** What every entity can do, and what is known of it: names that no field has. A test compares them with `Model`. */
export const ENTITY_MEMBERS = [
  'save',
  'update',
  'delete',
  'reload',
  'increment',
  'expire',
  'expiresAt',
  'copy',
  'toJSON',
  'toPlain',
  'isNew',
  'isDirty',
  'changes',
] as const;

export type EntityMember = (typeof ENTITY_MEMBERS)[number];
