import type { Relate } from '../entity/registration/registry.js';
import { conditionOn } from '../query/field-reference.js';
import { type InverseSchema, isLinked, type RelationSchema } from '../schema/schema.js';
import type { Condition } from '../schema/types/operators.js';
import { LINKED } from './linked-kinds.js';
import { OtherSide, SeveralEntities } from './other-side.js';

/** The entities whose field leads to one, which is saved. */
const leading = ({ link: { target, field } }: InverseSchema, entity: object): Condition =>
  conditionOn(target.schema, field, 'eq', entity);

/** What a `One` is at run time. */
class ToOne extends OtherSide<InverseSchema> {
  async load(): Promise<object | undefined> {
    return this.query().first();
  }

  protected condition(): Condition {
    return leading(this.relation, this.entity);
  }
}

/** What a `Many` of `@OneToMany()` is at run time. */
class ToMany extends SeveralEntities<InverseSchema> {
  protected condition(): Condition {
    return leading(this.relation, this.entity);
  }
}

export const relate: Relate = (entity, relation: RelationSchema): OtherSide => {
  if (isLinked(relation)) return new LINKED[relation.kind](entity, relation);
  return new (relation.kind === 'one' ? ToOne : ToMany)(entity, relation);
};
