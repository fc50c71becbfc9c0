import { type Auto, Database, Entity, Field, Index, Model, Unique } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text({ optional: true }) email?: string;
  @Unique() @Field.text({ optional: true }) name?: string;
  @Index() @Field.integer({ default: 1 }) age!: Auto<number>;
}

describe('the last values of several unique fields', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [User] });
    await User.insertMany([
      { email: 'ada@x', name: 'Ada' },
      { email: 'eve@x', name: 'Eve' },
    ]);
  });
  afterEach(() => db.close());

  it('go with several entities that are deleted at once', async () => {
    await db.session(async (session) => session.delete(...(await User.query().all())));
    await expectConsistent(db, User);
    expect(await User.query().count()).toBe(0);
  });

  it('are taken from several entities at once', async () => {
    await db.session(async () => {
      for (const user of await User.query().all()) user.email = user.name = undefined;
    });
    await expectConsistent(db, User);
    await User.create({ email: 'ada@x', name: 'Ada' });
    await expectConsistent(db, User);
  });
});
