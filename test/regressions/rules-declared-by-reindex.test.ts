import type { Redis } from 'ioredis';
import { type Auto, Database, Entity, Field, type Many, ManyToMany, ManyToOne, Model, type Ref } from 'redstart';

@Entity('City')
class City extends Model {
  @Field.id() id!: Auto<number>;
}

/** The same city, by a program that knows nobody who lives there. */
@Entity('City')
class Lonely extends Model {
  @Field.id() id!: Auto<number>;
}

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => City, { onDelete: 'restrict' }) city!: Ref<City>;
  @ManyToMany(() => City, { kind: 'set' }) seen!: Many<City, 'set'>;
}

// the server learned the model from reindex(), and then took the first write for nothing new
it('rules of relations hold where a model is declared by reindex() before it is written', async () => {
  await using db = await Database.embedded({ namespace: 'early', models: [City, User] });
  await User.reindex();
  const [home, away] = (await City.insertMany([{}, {}])) as [City, City];
  const user = await User.create({ city: home });
  await user.seen.add(away);
  const other = await Database.connect(db.redis as Redis, { namespace: 'early', models: [Lonely] });
  await expect(Lonely.deleteMany([home.id])).rejects.toMatchObject({ code: 'RESTRICT', count: 1 });
  expect(await Lonely.deleteMany([away.id])).toBe(1);
  expect(await user.seen.count()).toBe(0);
  await other.close();
});
