import { type Auto, Database, Entity, Field, Index, Model, PrimaryKey, Unique } from 'redstart';
import { expectConsistent } from '../support/consistency.js';

@Entity()
export class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Index() @Field.text() city!: string;
  @Index() @Field.integer({ optional: true }) age?: number;
  @Index({ ordered: true }) @Field.text({ optional: true }) name?: string;
  @Field.float({ optional: true }) score?: number;
  @Field.integer({ default: 0 }) hits!: Auto<number>;
  @Index() @Field.datetime() joined: Auto<Date> = new Date(0);
}

@Unique<Place>((place) => [place.x, place.y])
@Entity()
export class Place extends Model {
  @PrimaryKey() @Field.text() key!: string;
  @Field.integer() x!: number;
  @Field.integer({ optional: true }) y?: number;
}

@Entity()
export class Note extends Model {
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Index() @Field.text({ optional: true }) text?: string;
}

@Entity('Animal')
export class Animal extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
}

@Entity('Dog')
export class Dog extends Animal {
  @Field.boolean({ default: true }) barks!: Auto<boolean>;
}

const MODELS = [User, Place, Note, Animal, Dog];

export const ada = { email: 'ada@x', city: 'London', age: 36, name: 'Ada' };

/** A database for the tests of a file. After each of them the indexes agree with the rows, and it is emptied. */
export function usersDatabase(): () => Database {
  let db: Database;
  beforeAll(async () => {
    db = await Database.embedded({ models: MODELS });
  });
  afterEach(async () => {
    try {
      for (const model of MODELS) await expectConsistent(db, model);
    } finally {
      await db.redis.flushdb();
    }
  });
  afterAll(() => db.close());
  return () => db;
}

/** The commands that the client sends. */
export async function sentBy(db: Database, work: () => Promise<unknown>): Promise<string[]> {
  const spy = jest.spyOn(db.redis, 'sendCommand');
  try {
    await work();
    return spy.mock.calls.map(([command]) => command.name);
  } finally {
    spy.mockRestore();
  }
}
