// A model with explicit fields: initializers, an optional field, a class field of the user's own, and a method.
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { type Auto, Database, Entity, Field, Index, Model, PrimaryKey, Unique, UniqueError } from 'redstart';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.integer() age!: number;
  @Index() @Field.boolean() admin: Auto<boolean> = false;
  @Field.text({ optional: true }) bio?: string;
  @Field.datetime() joined: Auto<Date> = new Date(0);
  @Field.enum(['draft', 'done']) state!: 'draft' | 'done';

  label(): string {
    return `${this.email} (${this.age})`;
  }
}

@Entity('Country')
class Country extends Model {
  @PrimaryKey() @Field.text() code!: string;
  @Field.text() name!: string;
}

async function main(): Promise<void> {
  const db = await Database.embedded({ models: [User, Country] });
  const ada = await User.create({ email: 'ada@example.com', age: 36, state: 'draft' });
  deepEqual([ada.id, ada.admin, ada.bio, ada.joined.getTime()], [1, false, undefined, 0]);

  await ada.update({ age: 37, bio: 'engines' });
  const stored = await User.get(ada.id);
  equal(stored.label(), 'ada@example.com (37)');
  deepEqual([stored.bio, stored.state, stored.isDirty], ['engines', 'draft', false]);
  await rejects(User.create({ email: 'ada@example.com', age: 1, state: 'done' }), UniqueError);

  const adults = await User.query()
    .where({ age: { gte: 18 } })
    .where((user) => user.admin.eq(false))
    .all();
  deepEqual(
    adults.map((user) => user.email),
    ['ada@example.com'],
  );

  await Country.create({ code: 'NO', name: 'Norway' });
  equal((await Country.get('NO')).name, 'Norway');
  await db.close();
  console.log('ok');
}

main();
