import {
  type Auto,
  Database,
  Entity,
  Field,
  ManyToOne,
  Model,
  type ModelClass,
  type Ref,
  RestrictError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity('Post')
class Cascading extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => User, { onDelete: 'cascade' }) author!: Ref<User>;
}

@Entity('Post')
class Restricting extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => User, { onDelete: 'restrict' }) author!: Ref<User>;
}

/** Three programs: each of two rules, and one that knows nothing of posts. */
describe('programs that declare different rules for one field', () => {
  let server: Database;
  const opened: Database[] = [];

  const program = async (...models: ModelClass[]) => {
    const [, path] = (await server.redis.config('GET', 'unixsocket')) as [string, string];
    const db = await Database.connect({ path });
    opened.push(db);
    for (const model of models) db.bind(model);
    return db;
  };

  beforeAll(async () => {
    server = await Database.embedded();
  });
  afterEach(async () => {
    for (const db of opened.splice(0)) await db.close();
    await server.redis.flushall();
  });
  afterAll(() => server.close());

  it('follow the rule of the one that wrote a post last, whoever deletes', async () => {
    const [first, second, third] = [await program(User), await program(User), await program(User)];
    const [Users, Cascade, Restrict] = [third!.bind(User), first!.bind(Cascading), second!.bind(Restricting)];
    const [ada, eve, bob] = await Users.insertMany([{}, {}, {}]);

    await Cascade.create({ author: ada!.id });
    await Restrict.create({ author: eve!.id });
    // the rule is that of all posts, the first one's too
    await expect(Users.deleteMany([ada!.id])).rejects.toThrow(RestrictError);
    await expect(first!.bind(User).deleteMany([eve!.id])).rejects.toThrow(RestrictError);

    await Cascade.create({ author: bob!.id });
    expect(await second!.bind(User).deleteMany([ada!.id, eve!.id, bob!.id])).toBe(3);
    expect(await Cascade.query().count()).toBe(0);
    await expectConsistent(first!, Cascade);
    await expectConsistent(second!, Restrict);
  });

  it('ask for a reference that is there, whatever the rule', async () => {
    const db = await program(User);
    await db.bind(Cascading).create({ author: (await db.bind(User).create({})).id });
    await expect(db.bind(Restricting).create({ author: 99 })).rejects.toThrow('leads to the User 99');
  });
});
