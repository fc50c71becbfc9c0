import { Database, Entity, Field, Model, SchemaError } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';

/** A new class of the name Thing. */
function thing() {
  @Entity()
  class Thing extends Model {
    @Field.id() id!: number;
  }
  return Thing;
}

describe('db.use', () => {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded();
  });
  afterAll(() => db.close());

  it('refuses two entities of one name', () => {
    const text = "Two entities are named Thing in one namespace. Give one of them another name: @Entity('...').";
    expect(() => db.use(thing(), thing())).toThrow(new SchemaError(text));
  });

  it('binds all or none', () => {
    const good = thing();
    expect(() => db.use(good, class Plain extends Model {})).toThrow(SchemaError);
    expect(() => bindingOf(good)).toThrow(
      'Thing belongs to no database. Pass it in { models: [Thing] } when you connect, or call db.use(Thing).',
    );
  });

  it('takes a model twice', () => {
    const model = thing();
    db.use(model);
    db.use(model, model);
  });

  it('refuses a model of another database that is open', async () => {
    @Entity()
    class Shared extends Model {
      @Field.id() id!: number;
    }
    const other = await Database.embedded({ models: [Shared] });
    const text =
      'Shared belongs to another database that is open, the namespace "app" at the embedded server. Use the class that db.bind(Shared) gives, or close the other one first.';
    expect(() => db.use(Shared)).toThrow(new SchemaError(text));
    await other.close();
    db.use(Shared);
  });

  it('closes the connection when a model of connect() is refused', async () => {
    await expect(Database.embedded({ models: [class Plain extends Model {}] })).rejects.toThrow(SchemaError);
  });

  it('refuses a namespace when it is told', async () => {
    await expect(Database.embedded({ namespace: 'a b' })).rejects.toThrow(SchemaError);
  });
});
