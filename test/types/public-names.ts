// What calls take and give can be named, so that a program can hand it on.
import {
  type AddAtOptions,
  type Auto,
  type ChangeReport,
  Database,
  type EmbeddedOptions,
  Entity,
  type ExplainedStep,
  Field,
  type Increments,
  type IndexState,
  type InputSchema,
  Model,
  type QueryTracing,
  type StoredIndex,
  type TimeSeriesStream,
  tracing,
  Unique,
  type UniqueInput,
} from 'redstart';

@Entity()
class User extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() email!: string;
  @Field.integer() hits!: number;
}

export const open = (options: EmbeddedOptions): Promise<Database> => Database.embedded({ models: [User], ...options });
export const holder = (unique: UniqueInput<User>): Promise<User | undefined> => User.findBy(unique);
export const add = (user: User, by: Increments<User>): Promise<User> => user.increment(by);
export const changed = (user: User): ChangeReport<User> => user.changes;
export const input = (): InputSchema<User> => User.schema();
export const steps = async (): Promise<readonly ExplainedStep[]> => (await User.query().explain()).steps;
export const stateOf = ({ state }: StoredIndex): IndexState | undefined => state;
export const addAt = (stream: TimeSeriesStream, options: AddAtOptions): Promise<string | undefined> =>
  stream.add({ a: '1' }, { ...options, only: 'existing' });

// @ts-expect-error a text has no sum
export const wrong: Increments<User> = { email: 1 };

// one moment is enough; an event is known by its type
export const trace = (told: (text: string, rows: number | undefined) => void): void => {
  tracing.write.subscribe({ asyncEnd: ({ text, rows }) => told(text, rows) });
  tracing.query.subscribe({
    asyncEnd(event) {
      told(event.strategy ?? event.text, event.rows);
    },
  });
};
export const channels: readonly QueryTracing[] = [tracing.query, tracing.write];
// @ts-expect-error a moment that there is not
tracing.query.subscribe({ done: () => {} });
