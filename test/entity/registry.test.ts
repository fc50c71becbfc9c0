import { type Auto, Database, Entity, Field, Model } from 'redstart';
import { bindingOf } from '../../src/entity/binding.js';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
}

describe('the models of a database', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [User], namespace: 'one' });
  });
  afterEach(() => db.close());

  it('are bound once: the same class every time', async () => {
    expect(db.bind(User)).toBe(db.bind(User));
    expect(db.bind(User)).not.toBe(User);
    const other = await Database.connect(db.redis, { namespace: 'two' });
    expect(other.bind(User)).toBe(other.bind(User));
    expect(other.bind(User)).not.toBe(db.bind(User));
    await other.bind(User).create({ name: 'Ada' });
    expect(await db.bind(User).query().count()).toBe(0);
    await other.close();
  });

  it('are compiled once, for all connections', async () => {
    const { schema } = bindingOf(User);
    expect(bindingOf(db.bind(User)).schema).toBe(schema);
    const twins = await db.pipeline(async (p) => [p.bind(User), p.bind(User)]);
    expect(twins[0]).toBe(twins[1]);
    expect(bindingOf(twins[0]!).schema).toBe(schema);
    expect(bindingOf(twins[0]!).connection).not.toBe(bindingOf(User).connection);
  });
});
