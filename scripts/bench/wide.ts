import { type Auto, Entity, Field, Index, Model } from 'redstart';

/** 20 fields, 10 of them with an index. */
@Entity('Wide')
export class Wide extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() a0!: string;
  @Index() @Field.text() a1!: string;
  @Index() @Field.text() a2!: string;
  @Index({ ordered: true }) @Field.text() a3!: string;
  @Index({ ordered: true }) @Field.text() a4!: string;
  @Index() @Field.integer() n0!: number;
  @Index() @Field.integer() n1!: number;
  @Index() @Field.integer() n2!: number;
  @Index() @Field.integer() n3!: number;
  @Index() @Field.datetime() n4!: Date;
  @Field.text() t0!: string;
  @Field.text() t1!: string;
  @Field.text() t2!: string;
  @Field.text() t3!: string;
  @Field.text() t4!: string;
  @Field.integer() i0!: number;
  @Field.integer() i1!: number;
  @Field.float() i2!: number;
  @Field.boolean() i3!: boolean;
  @Field.text({ optional: true }) i4?: string;
}

export const wide = (n: number) => ({
  a0: `c${n % 50}`,
  a1: `d${n % 7}`,
  a2: `e${n % 100}`,
  a3: `text ${n}`,
  a4: `name ${n % 300}`,
  n0: n,
  n1: n % 90,
  n2: n % 10,
  n3: n * 3,
  n4: new Date(1_700_000_000_000 + n),
  t0: 'x',
  t1: 'some text',
  t2: 'y',
  t3: 'zzzzzz',
  t4: 'more',
  i0: 1,
  i1: 2,
  i2: 1.5,
  i3: true,
});

/** A text of 10 kB. */
@Entity('Long')
export class Long extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() n!: number;
  @Field.text() body!: string;
}

const BODY = 'lorem ipsum dolor '.repeat(570);

export const long = (n: number) => ({ n, body: BODY });
