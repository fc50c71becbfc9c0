// Compiles under tsc: which containers an entity can have, and what they are not.
import {
  type Auto,
  type Counter,
  type Database,
  Entity,
  Field,
  type List,
  Model,
  number,
  type RedisSet,
  type Stream,
} from 'redstart';

@Entity('User')
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @Field.list() visits!: List;
  @Field.list({ codec: number }) times!: List<number>;
  @Field.counter({ min: 0 }) lives!: Counter;
  @Field.stream<{ type: string }>() events!: Stream<{ type: string }>;
}

export class Wrong extends Model {
  // @ts-expect-error a list is no set
  @Field.list() a!: RedisSet;
  // @ts-expect-error text, unless a codec says otherwise
  @Field.list() b!: List<number>;
  // @ts-expect-error the values are numbers
  @Field.list({ codec: number }) c!: List;
  // @ts-expect-error no value
  @Field.counter() d!: number;
}

export async function use(db: Database): Promise<void> {
  const user = await User.create({ name: 'Ada' });
  await user.times.push(1);
  // @ts-expect-error the values are numbers
  await user.times.push('1');
  // @ts-expect-error containers are no inputs
  await User.create({ name: 'Ada', visits: [] });
  // @ts-expect-error nor are they asked by queries
  User.query().where({ visits: 'x' });
  // @ts-expect-error nor are they changed with fields
  await user.update({ lives: 3 });
  db.use(User);
}
