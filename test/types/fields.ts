// Fields and the types of their properties: what is above `Wrong` compiles, what is in it must not.
import {
  type Auto,
  type DateString,
  type DecimalString,
  dateString,
  decimalString,
  Entity,
  Field,
  type FieldType,
  type Geo,
  Model,
  type Plain,
  type TimeString,
} from 'redstart';
import { z } from 'zod';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_T extends true>(): void => undefined;

const Settings = z.object({ theme: z.enum(['day', 'night']), size: z.number().optional() });
class Address {
  street = '';
}
interface Colour {
  readonly red: number;
}
declare const colour: FieldType<Colour>;
class Money {
  constructor(readonly cents: number) {}
  valueOf(): number {
    return this.cents;
  }
}
declare const money: FieldType<Money>;
enum State {
  Draft = 'draft',
  Done = 'done',
}
enum Level {
  Low,
  High,
}

@Entity('Full')
export class Full extends Model {
  @Field.id() id!: Auto<number>;
  @Field.decimal() price!: DecimalString;
  @Field.bigint({ default: 0n }) serial!: Auto<bigint>;
  @Field.bytes({ optional: true }) avatar?: Uint8Array;
  @Field.uuid() token!: string;
  @Field.date({ optional: true }) born?: DateString;
  @Field.time() wakes: Auto<TimeString> = '08:30:00';
  @Field.geo() at!: Geo;
  @Field.json() tags: Auto<string[]> = [];
  @Field.json({ optional: true }) anything?: unknown;
  @Field.json<string[]>() words: Auto<string[]> = [];
  @Field.json<{ size: number }>({ optional: true }) box?: { size: number };
  @Field.json({ schema: Settings, optional: true }) settings?: z.infer<typeof Settings>;
  @Field.json(() => Address, { optional: true }) address?: Address;
  @Field.of(colour, { optional: true }) colour?: Colour;
  @Field.of(money, { optional: true }) price2?: Money;
  @Field.enum(State, { optional: true }) state?: State;
  @Field.enum(State) next: Auto<State> = State.Draft;
  @Field.datetime({ on: 'create' }) created!: Auto<Date>;
  @Field.text({ hidden: true }) secret!: string;
}

const place = { longitude: 0, latitude: 0 };
const input = { price: '1.5', token: 'x', at: place, secret: 'x' } as const;

export async function right(full: Full): Promise<unknown> {
  await Full.query()
    .where({ price2: { gte: new Money(3) }, state: State.Done })
    .orderBy({ price2: 'asc' })
    .count();
  await Full.create(input);
  await Full.create({ ...input, serial: 1n, avatar: Buffer.from('x'), tags: ['a'], born: dateString(new Date()) });
  await Full.create({ ...input, price: decimalString(`${12}.${50}`) });
  // @ts-expect-error a template is any text: decimalString() checks it
  await Full.create({ ...input, price: `${String(12)}.50` });
  await full.increment({ price: '0.10', serial: 2n });
  await Full.create(Full.schema().parse({}));
  is<Same<Plain<Full>['serial'], string>>();
  is<Same<Plain<Full>['price'], DecimalString>>();
  return Full.query()
    .where({ born: { lt: '1900-01-01' }, price: { between: ['1', '2.50'] }, serial: { gte: 2n } })
    .where((f) => f.wakes.gt('08:00:00').or(f.settings.isNull(), f.at.isNull()))
    .orderBy({ price: 'desc', wakes: 'asc' })
    .all();
}

export async function wrong(full: Full): Promise<void> {
  // @ts-expect-error an exact number is not a number
  await Full.create({ ...input, price: 12.5 });
  // @ts-expect-error not a day of the calendar
  await Full.create({ ...input, born: '10.12.1815' });
  // @ts-expect-error not a time of day
  await Full.create({ ...input, wakes: 'noon' });
  // @ts-expect-error a bigint is not a number
  await Full.create({ ...input, serial: 1 });
  // @ts-expect-error json is checked by its schema's type
  await Full.create({ ...input, settings: { theme: 'dusk' } });
  // @ts-expect-error a place has two coordinates
  await Full.create({ ...input, at: { longitude: 0 } });
  // @ts-expect-error amounts are of the field's type
  await full.increment({ serial: 1 });
  // @ts-expect-error a uuid is not added to
  await full.increment({ token: 1 });
  // @ts-expect-error json is asked only whether it is there
  Full.query().where((f) => f.settings.eq({ theme: 'day' }));
  // @ts-expect-error a day has no beginning
  Full.query().where((f) => f.born.startsWith('18'));
  // @ts-expect-error places have no order
  Full.query().orderBy({ at: 'asc' });
}

export class Wrong extends Model {
  // @ts-expect-error any text is not a date
  @Field.date() a!: string;
  // @ts-expect-error a decimal is text
  @Field.decimal() b!: number;
  // @ts-expect-error dates do not survive JSON
  @Field.json() c!: { at: Date };
  // @ts-expect-error nor do they where the type is said
  @Field.json<{ at: Date }>() when!: { at: Date };
  // @ts-expect-error a property of another type than is said
  @Field.json<string[]>() words!: number[];
  // @ts-expect-error a property that is narrower than its schema
  @Field.json({ schema: z.object({ theme: z.string() }) }) d!: { theme: 'day' };
  // @ts-expect-error optional for the server, required for the compiler
  @Field.json({ optional: true }) e!: string[];
  // @ts-expect-error required for the server, optional for the compiler
  @Field.json() f?: string[];
  // @ts-expect-error instances of another class
  @Field.json(() => Address) g!: { city: string };
  // @ts-expect-error values of another type than the field's
  @Field.of(colour) h!: string;
  // @ts-expect-error only points in time are set by themselves
  @Field.date({ on: 'create' }) i!: DateString;
  // @ts-expect-error not a moment that there is
  @Field.datetime({ on: 'load' }) j!: Date;
  // @ts-expect-error a bigint is not a number
  @Field.bigint() k!: number;
  // @ts-expect-error an enum of numbers
  @Field.enum(Level) l!: Level;
}

// @ts-expect-error the name comes first
Entity({ name: 'Old' });
