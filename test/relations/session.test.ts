import {
  type Auto,
  Database,
  Entity,
  Field,
  type Many,
  ManyToOne,
  MissingReferenceError,
  Model,
  OneToMany,
  PrimaryKey,
  type Ref,
  ref,
  Unique,
  UniqueError,
  ValidationError,
} from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @ManyToOne(() => User, { optional: true, onDelete: 'set null' }) boss?: Ref<User>;
  @OneToMany(
    () => Post,
    (post) => post.author,
  )
  posts!: Many<Post>;
}

@Entity('Post')
class Post extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @ManyToOne(() => User, { onDelete: 'cascade' }) author!: Ref<User>;
  @ManyToOne<Tag>('Tag', { optional: true, onDelete: 'restrict' }) tag?: Ref<Tag>;
}

@Entity('Tag')
class Tag extends Model {
  @PrimaryKey() @Field.text() name!: string;
  @ManyToOne(() => Post, { optional: true, onDelete: 'set null' }) newest?: Ref<Post>;
}

const models = [User, Post, Tag] as const;
let db: Database;
beforeAll(async () => {
  db = await Database.embedded({ namespace: 'together', models });
});
beforeEach(async () => {
  await db.redis.flushdb();
});
afterEach(async () => {
  for (const model of models) await expectConsistent(db, model);
});
afterAll(() => db.close());

describe('new entities of a session', () => {
  it('may lead to each other, in whatever order they were built', async () => {
    const [ada, post] = await db.session(() => {
      const author = User.build({ email: 'ada' });
      const made = Post.build({ author });
      author.boss = ref(User.build({ email: 'eve', boss: author }));
      made.tag = ref(Tag.build({ name: 'new', newest: made }));
      return [author, made] as const;
    });
    expect([ada.id, ada.boss!.id, post.author.id, post.tag!.id]).toEqual([1, 2, 1, 'new']);
    expect(await db.redis.hgetall('{together}:User:1')).toEqual({ email: 'ada', boss: '2' });
    expect(await db.redis.hgetall('{together}:User:2')).toEqual({ email: 'eve', boss: '1' });
    expect((await Tag.get('new')).newest!.id).toBe(post.id);
    expect(await ada.posts.ids()).toEqual([post.id]);
    expect([ada.isDirty, post.isDirty]).toEqual([false, false]);
    expect(await User.query().where({ boss: ada }).ids()).toEqual([2]);
  });

  it('may lead to themselves, and others that are stored to them', async () => {
    const eve = await User.create({ email: 'eve' });
    await db.session((session) => {
      session.add(eve);
      const ada = User.build({ email: 'ada' });
      ada.boss = ref(ada);
      eve.boss = ref(ada);
    });
    expect((await User.findBy({ email: 'ada' }))!.boss!.id).toBe(2);
    expect(eve.boss!.id).toBe(2);
    expect(eve.isDirty).toBe(false);
    await eve.update({ email: 'eva' });
    // as a program without types may assign it
    await db.session((session) => {
      session.add(eve);
      Object.assign(eve, { boss: User.build({ email: 'bob' }) });
    });
    expect((await User.get(eve.id)).boss!.id).toBe(3);
  });

  it('are refused with those that they lead to', async () => {
    await User.create({ email: 'taken' });
    const work = db.session(() => Post.build({ author: User.build({ email: 'taken' }) }));
    await expect(work).rejects.toThrow(UniqueError);
    expect(await Post.query().count()).toBe(0);
    await expect(db.session(() => Post.build({ author: 9 }))).rejects.toThrow(MissingReferenceError);
  });

  it('must be in the session', async () => {
    const ada = User.build({ email: 'ada' });
    await expect(db.session(() => Post.build({ author: ada }))).rejects.toThrow(ValidationError);
    await expect(Post.create({ author: ada })).rejects.toThrow(
      /is saved \(save it first; in one db.session\(\) that has both/,
    );
    await db.session((session) => {
      session.add(ada);
      Post.build({ author: ada });
    });
    expect(await Post.query().where({ author: ada }).count()).toBe(1);
  });
});
