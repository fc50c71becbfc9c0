// A primary key cannot change: of a class field the compiler knows it by `readonly`, which all else takes as well.
import { type Auto, Entity, Field, Model, PrimaryKey } from 'redstart';

@Entity()
class Invoice extends Model {
  @Field.id() readonly id!: Auto<number>;
  @Field.integer() total!: number;
  @Field.boolean() paid!: boolean;
}

@Entity()
class Country extends Model {
  @PrimaryKey() @Field.text() readonly code!: string;
  @Field.text() name!: string;
}

export async function right(): Promise<unknown> {
  const invoice = await Invoice.create({ total: 1, paid: false });
  const given = await Invoice.create({ id: 7, total: 1, paid: true });
  const norway = await Country.create({ code: 'NO', name: 'Norway' });
  await Invoice.get(invoice.id);
  await invoice.update({ total: 2 });
  await Invoice.insertMany([{ id: 8, total: 1, paid: true }]);
  const rows: { id: number }[] = await Invoice.query().where({ id: given.id }).select({ id: true }).all();
  return [rows, norway.code, Invoice.query().where((i) => i.paid.eq(true).or(i.paid.in([false])))];
}

export async function wrong(invoice: Invoice, norway: Country): Promise<void> {
  // @ts-expect-error a primary key cannot change
  invoice.id = 5;
  // @ts-expect-error a primary key cannot change
  norway.code = 'SE';
  // @ts-expect-error a primary key cannot change
  await invoice.update({ id: 5 });
  // @ts-expect-error a primary key cannot change
  await Country.query().update({ code: 'SE' });
  // @ts-expect-error nor be added to
  await invoice.increment({ id: 1 });
  // @ts-expect-error a required boolean has no order
  Invoice.query().where((i) => i.paid.gt(false));
  // @ts-expect-error a required boolean has no order
  Invoice.query().where({ paid: { between: [false, true] } });
  // @ts-expect-error a required boolean has no order
  Invoice.query().orderBy({ paid: 'asc' });
}
