import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, type Many, ManyToMany, Model, SchemaChangedError } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

/** The models as three versions of a program declare them: the groups alone, with people, and with both sides. */
function old() {
  @Entity('Group')
  class Group extends Model {
    @Field.id() id!: Auto<number>;
  }
  return { Group };
}

function current() {
  @Entity('Person')
  class Person extends Model {
    @Field.id() id!: Auto<number>;
    @ManyToMany(() => Group, { kind: 'sortedSet' }) groups!: Many<Group, 'sortedSet'>;
  }
  @Entity('Group')
  class Group extends Model {
    @Field.id() id!: Auto<number>;
  }
  return { Person, Group };
}

function next() {
  @Entity('Person')
  class Person extends Model {
    @Field.id() id!: Auto<number>;
    @ManyToMany(() => Group, { kind: 'sortedSet' }) groups!: Many<Group, 'sortedSet'>;
  }
  @Entity('Group')
  class Group extends Model {
    @Field.id() id!: Auto<number>;
    @ManyToMany(() => Person, { kind: 'list', inverse: (person) => person.groups }) members!: Many<Person, 'list'>;
  }
  return { Person, Group };
}

let server: Database;
beforeAll(async () => {
  server = await Database.embedded();
});
beforeEach(() => server.redis.flushall());
afterAll(() => server.close());

const open = async <T extends object>(models: T): Promise<Database> =>
  Database.connect(server.redis as Redis, { namespace: 'versions', models: Object.values(models) });

describe('programs that declare a many-to-many relation differently', () => {
  it('keep both sides, also one that knows only one of the models', async () => {
    const [a, b, c] = [old(), current(), next()];
    const dbs = [await open(a), await open(b), await open(c)];
    const person = await b.Person.create({});
    const [one, two] = (await a.Group.insertMany([{}, {}])) as [Model & { id: number }, Model & { id: number }];
    await person.groups.add([one.id, 5], [two.id, 3]);
    await a.Group.deleteMany([one.id]);
    expect(await person.groups.ids()).toEqual([two.id]);
    expect(await server.redis.zrange('{versions}:Person#own:groups:1', '0', '-1')).toEqual(['2']);
    // from now on the server knows of the list at the other side, and the older program keeps it as well
    await c.Group.create({});
    await b.Group.create({});
    await person.groups.add([3, 1], [4, 1]);
    expect(await (await c.Group.get(3)).members.ids()).toEqual([1]);
    await a.Group.deleteMany([3]);
    expect(await server.redis.keys('*members*')).toEqual(['{versions}:Group#own:members:4']);
    await b.Person.deleteMany([1]);
    expect(await server.redis.keys('*members*')).toEqual([]);
    await expectConsistent(dbs[2]!, c.Person);
    await Promise.all(dbs.map((db) => db.close()));
  });

  it('are refused where they would keep it elsewhere', async () => {
    const mine = current();
    const db = await open(mine);
    await mine.Person.create({});
    @Entity('Group')
    class Group extends Model {
      @Field.id() id!: Auto<number>;
    }
    @Entity('Person')
    class Person extends Model {
      @Field.id() id!: Auto<number>;
      @ManyToMany(() => Group, { kind: 'list' }) groups!: Many<Group, 'list'>;
    }
    const other = await open({ Person, Group });
    const refused = Person.create({});
    await expect(refused).rejects.toBeInstanceOf(SchemaChangedError);
    await expect(refused).rejects.toThrow(
      'groups is list Group #of:Person.groups here, and sortedSet Group #of:Person.groups',
    );
    await Promise.all([db.close(), other.close()]);
  });
});
