import { type Auto, Field, Model, Unique } from 'redstart';

export class Right extends Model {
  @Field() plain!: string;
  @Field.id({ generate: 'uuid' }) id!: Auto<string>;
  @Field.text() title!: string;
  @Field.text({ optional: true }) note?: string;
  @Field.text({ optional: true }) either: string | undefined;
  @Field.integer({ default: 3 }) count!: Auto<number>;
  @Field.integer({ default: () => 3, name: 'n' }) size: Auto<number> = 1;
  @Field.datetime({ optional: true }) at?: Date;
  @Field.boolean() done!: boolean;
  @Field.enum(['draft', 'done']) state!: 'draft' | 'done';
  @Field.enum(['draft', 'done'], { optional: true }) last?: 'draft' | 'done';
  @Field.enum(['draft', 'done'], { default: 'draft' }) next!: Auto<'draft' | 'done'>;
}

export class Wrong extends Model {
  // @ts-expect-error a text field on a number
  @Field.text() count!: number;
  // @ts-expect-error a number field on text
  @Field.integer() size!: string;
  // @ts-expect-error a date field on a number
  @Field.datetime() at!: number;
  // @ts-expect-error a boolean field on text
  @Field.boolean() flag!: string;
  // @ts-expect-error optional for the compiler, required for the server
  @Field.text() note?: string;
  // @ts-expect-error optional for the server, required for the compiler
  @Field.text({ optional: true }) title!: string;
  // @ts-expect-error optional and of another type
  @Field.text({ optional: true }) length?: number;
  // @ts-expect-error a generated number on a string
  @Field.id() id!: Auto<string>;
  // @ts-expect-error a generated string on a number
  @Field.id({ generate: 'uuid' }) key!: Auto<number>;
  // @ts-expect-error a value that the property cannot be
  @Field.enum(['draft', 'done', 'gone']) state!: 'draft' | 'done';
  // @ts-expect-error a value that the field cannot hold
  @Field.enum(['draft']) other!: 'draft' | 'done';
  // @ts-expect-error any text is more than the enum's
  @Field.enum(['draft']) text!: string;
  // @ts-expect-error an enum that is optional for the server alone
  @Field.enum(['draft', 'done'], { optional: true }) last!: 'draft' | 'done';
  // @ts-expect-error an enum that is optional for the compiler alone
  @Field.enum(['draft', 'done']) next?: 'draft' | 'done';
  // @ts-expect-error an optional enum with a value that the property cannot be
  @Field.enum(['draft', 'gone'], { optional: true }) most?: 'draft';
  // @ts-expect-error a default of another type
  @Field.integer({ default: 'x' }) start!: number;
  // @ts-expect-error there is no such option
  @Field.text({ length: 5 }) short!: string;
  // @ts-expect-error null is not a value of a field
  @Field.text() nullable!: string | null;
}

// @ts-expect-error the entity has no such field
@Unique<Right>((right) => [right.title, right.nope])
export class Other extends Right {}
