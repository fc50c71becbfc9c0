import { type Auto, Database, Entity, Field, Index, Model, PrimaryKey, RedstartError, Unique } from 'redstart';

const COLOURS = ['red', 'green'] as const;

@Entity()
export class Item extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() text!: string;
  @Index() @Field.integer({ optional: true }) whole?: number;
  @Field.float({ optional: true }) part?: number;
  @Index() @Field.boolean({ optional: true }) flag?: boolean;
  @Index() @Field.datetime({ optional: true }) at?: Date;
  @Index() @Field.enum(COLOURS, { optional: true }) colour?: (typeof COLOURS)[number];
  @Index() @Field.text({ optional: true }) word?: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) line?: string;
  @Unique() @Field.text({ optional: true }) code?: string;
}

@Unique<Named>((named) => [named.text, named.more])
@Entity()
export class Named extends Model {
  @PrimaryKey() @Field.text() id!: string;
  @Index() @Field.text({ optional: true }) text?: string;
  @Index({ ordered: true }) @Field.text({ optional: true }) more?: string;
  @Unique() @Field.text({ optional: true }) code?: string;
}

@Entity()
export class Homeless extends Model {
  @Field.id() id!: Auto<number>;
}

/** The database of a file's tests, once it has called `useItems()`. */
export let db: Database;

/** Open a database for the tests of a file, and empty it behind each of them. */
export function useItems(): void {
  beforeAll(async () => {
    db = await Database.embedded({ models: [Item, Named] });
  });
  afterEach(() => db.redis.flushdb());
  afterAll(() => db.close());
}

const WAY_OUT =
  /(Correct|Use|Leave|Name|Join|Add|Pass|Return|Call|Choose|Give|Load|Open|Order by|Remove|Keep)\b[^\n]*\.$/s;

/** The error of a call: it is one of the library's, says the way out, and nothing was written. */
export async function refusal(work: () => unknown): Promise<RedstartError> {
  const before = await db.redis.dbsize();
  try {
    await work();
  } catch (error) {
    expect(error).toBeInstanceOf(RedstartError);
    expect((error as RedstartError).message).toMatch(WAY_OUT);
    expect(await db.redis.dbsize()).toBe(before);
    return error as RedstartError;
  }
  throw new Error('The call was accepted.');
}

// callers without types
export const create = (input: unknown) => Item.create(input as never);
export const query = () =>
  Item.query() as unknown as { [verb: string]: (argument: unknown) => { all(): Promise<unknown[]> } };
export const where = (condition: unknown) => query().where!(condition).all();

/** A text that has no form in UTF-8. */
export const LONE = '\ud800';
