// transfer(): what compiles, and what must not.
import { type Auto, type DecimalString, Entity, Field, Model, ref } from 'redstart';

@Entity('Account')
class Account extends Model {
  @Field.id() id!: Auto<number>;
  @Field.integer() balance: Auto<number> = 0;
  @Field.decimal() price!: DecimalString;
  @Field.bigint({ optional: true }) units?: bigint;
  @Field.text() email!: string;
}

@Entity('Shop')
class Shop extends Model {
  @Field.id({ generate: 'ulid' }) id!: Auto<string>;
  @Field.integer() cash!: number;
  @Field.decimal() stock!: DecimalString;
}

@Entity('Order')
class Order extends Model {
  @Field.id() id!: Auto<number>;
  @Field.boolean() paid: Auto<boolean> = false;
  @Field.boolean({ optional: true }) sent?: boolean;
}

export async function transfers(ada: Account, shop: Shop, order: Order): Promise<boolean> {
  await Account.transfer({ from: 1, to: ada, field: (a) => a.balance, amount: 10, floor: 0, once: 'order:77' });
  await Account.transfer({ from: ref(ada), to: 2, field: (a) => a.price, amount: '0.10', floor: '-5' });
  await Account.transfer({ from: ada, to: 2, field: (a) => a.units, amount: 1n, once: 'x', onceFor: null });
  await Account.transfer({ from: ada, to: [Shop, 'x', (s) => s.cash], field: (a) => a.balance, amount: 1 });
  await Account.transfer({ from: ada, to: [Shop, shop, (s) => s.stock], field: (a) => a.price, amount: '1' });
  await Account.transfer({ from: ada, to: 2, field: (a) => a.balance, amount: 1, once: [order, (o) => o.sent] });
  // @ts-expect-error only amounts are transferred
  await Account.transfer({ from: 1, to: 2, field: (a) => a.email, amount: 1 });
  // @ts-expect-error a decimal is given as text
  await Account.transfer({ from: 1, to: 2, field: (a) => a.price, amount: 1 });
  // @ts-expect-error a bigint has bigints
  await Account.transfer({ from: 1, to: 2, field: (a) => a.units, amount: 1 });
  // @ts-expect-error an order is not an account
  await Account.transfer({ from: order, to: 2, field: (a) => a.balance, amount: 1 });
  // @ts-expect-error the ids of accounts are numbers
  await Account.transfer({ from: '1', to: 2, field: (a) => a.balance, amount: 1 });
  // @ts-expect-error the mark is a boolean field
  await Account.transfer({ from: 1, to: 2, field: (a) => a.balance, amount: 1, once: [order, (o) => o.id] });
  return Account.transfer({ from: 1, to: 2, field: (a) => a.balance, amount: 1, once: [order, (o) => o.paid] });
}
