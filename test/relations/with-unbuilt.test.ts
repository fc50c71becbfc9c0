import {
  type Auto,
  Database,
  Entity,
  Field,
  Index,
  type Many,
  ManyToOne,
  Model,
  OneToMany,
  type Ref,
  SchemaChangedError,
} from 'redstart';
import { ServerProcess } from '../support/server-process.js';

@Entity('Post')
class OldPost extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() words!: number;
  @ManyToOne<OldUser>('User', { onDelete: 'cascade' }) author!: Ref<OldUser>;
}

@Entity('User')
class OldUser extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity('Post')
class Post extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() words!: number;
  @ManyToOne<User>('User', { onDelete: 'cascade' }) author!: Ref<User>;
}

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @OneToMany(
    () => Post,
    (post) => post.author,
  )
  posts!: Many<Post>;
}

describe('what is loaded along by an index that is not built yet', () => {
  let server: ServerProcess;
  beforeAll(async () => {
    server = await ServerProcess.start();
  });
  afterAll(() => server.kill());

  it('is refused, and answers once it is built', async () => {
    await using older = await Database.connect(server.address, { namespace: 'blog', models: [OldUser, OldPost] });
    expect(older.namespace).toBe('blog');
    const author = await OldUser.create({});
    await OldPost.insertMany([5, 50, 500].map((words) => ({ words, author })));
    await using newer = await Database.connect(server.address, { namespace: 'blog', models: [User, Post] });
    expect(newer.namespace).toBe('blog');
    const long = () =>
      User.query()
        .with({ posts: { where: { words: { gte: 50 } } } })
        .all();
    await expect(long()).rejects.toThrow(SchemaChangedError);
    const longest = User.query().with({ posts: { orderBy: { words: 'desc' }, limit: 1 } });
    await expect(longest.all()).rejects.toThrow('Post has changed: the index ordered words is not built.');
    const nested = Post.query().with({ author: { with: { posts: { where: { words: 5 } } } } });
    await expect(nested.all()).rejects.toThrow(SchemaChangedError);
    expect((await User.query().with({ posts: true }).one()).posts.get()).toHaveLength(3);
    await Post.reindex();
    expect((await long())[0]!.posts.get().map(({ words }) => words)).toEqual([50, 500]);
  });
});
