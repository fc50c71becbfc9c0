import { AfterLoad, AfterSave, type Auto, BeforeDelete, BeforeSave, Entity, Field, Model } from 'redstart';
import { User } from './models.js';

@Entity()
export class Right extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;

  @BeforeSave() async first(): Promise<void> {
    this.name = await Promise.resolve('x');
  }
  @AfterSave() @BeforeDelete() second(): void {}
  @AfterLoad() third(): void {}
}

@Entity()
export class Wrong extends Model {
  @Field.id() id!: Auto<number>;
  // @ts-expect-error a hook is a method
  @BeforeSave() @Field.text() name!: string;
  // @ts-expect-error a hook is given nothing
  @BeforeSave() first(_name: string): void {}
  // @ts-expect-error an entity is loaded at once
  @AfterLoad() async second(): Promise<void> {}
}

export async function use(rows: AsyncIterable<{ name: string }>): Promise<void> {
  const end: () => void = User.on('beforeSave', (user) => {
    user.age++;
  });
  end();
  const made: Right[] = await Right.insertMany([{ name: 'x' }]);
  const total: number = await Right.insertMany(rows, { onProgress: ({ done }) => console.log(done, made.length) });
  // @ts-expect-error there is no such event
  User.on('saved', () => {});
  // @ts-expect-error a handler is given a user
  User.on('afterSave', (user: string) => console.log(user, total));
  // @ts-expect-error the rows are none of User
  await User.insertMany(rows);
}
