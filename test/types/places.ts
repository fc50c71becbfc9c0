import { type Auto, Entity, Field, Model, PrimaryKey, Unique } from 'redstart';

@Entity()
@Unique<Point>((point) => [point.x, point.y])
// @ts-expect-error one field alone has @Unique() on its property
@Unique<Point>((point) => [point.x])
// @ts-expect-error fields are named by the record, not by strings
@Unique<Point>(() => ['x', 'y'])
export class Point extends Model {
  @Field.id() id!: Auto<number>;
  @Field() x!: number;
  @Field() y!: number;
  @Field({ optional: true }) label?: string;
  @Field({ default: () => new Date() }) seen!: Auto<Date>;
}

// @ts-expect-error the fields of another class
@Unique<Point>((point) => [point.x, point.y])
export class Other extends Model {
  // @ts-expect-error a primary key is a string or a number
  @PrimaryKey() @Field.boolean() key!: boolean;
  // @ts-expect-error optional for the compiler, required for the server
  @Field() note?: string;
  // @ts-expect-error the other way round
  @Field({ optional: true }) title!: string;
  // @ts-expect-error nothing that one field holds
  @Field() tags!: string[];
  // @ts-expect-error a default that is none of the values
  @Field.enum(['draft', 'done'], { default: 'gone' }) state!: Auto<'draft' | 'done'>;
  // @ts-expect-error a default of another type
  @Field.integer({ default: '1' }) count!: Auto<number>;
}
