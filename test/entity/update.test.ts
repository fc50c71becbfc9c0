import { type Auto, Database, Entity, Field, Model, Unique, UniqueError, ValidationError } from 'redstart';
import { z } from 'zod';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Field.integer() age!: number;
  @Field.integer({ check: z.number().min(0) }) left!: number;
}

describe('update', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [User] });
  });
  afterEach(() => db.close());

  const ada = { email: 'ada@example.com', age: 36, left: 3 };

  it('changes nothing when its input throws', async () => {
    const user = await User.create(ada);
    const input = {
      age: 77,
      get email(): string {
        throw new Error('boom');
      },
    };
    await expect(user.update(input)).rejects.toThrow('boom');
    expect(user.age).toBe(36);
    expect(user.isDirty).toBe(false);
  });

  it('leaves what the user set while it was refused', async () => {
    await User.create({ ...ada, email: 'taken@example.com' });
    const user = await User.create(ada);
    const refused = user.update({ email: 'taken@example.com', age: 50 });
    user.age = 60;
    await expect(refused).rejects.toThrow(UniqueError);
    expect(user).toMatchObject({ email: 'ada@example.com', age: 60 });
  });
});

describe('increment', () => {
  let db: Database;
  beforeEach(async () => {
    db = await Database.embedded({ models: [User] });
  });
  afterEach(() => db.close());

  it('refuses a field with a check, which could not hold for the sum', async () => {
    const user = await User.create({ email: 'ada@example.com', age: 36, left: 3 });
    const refused = user.increment({ left: -50 });
    await expect(refused).rejects.toThrow(ValidationError);
    await expect(refused).rejects.toThrow('save()');
    expect((await User.get(user.id)).left).toBe(3);
    await user.increment({ age: 1 });
    expect(user.age).toBe(37);
  });
});
