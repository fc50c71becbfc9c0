// Compiled by tsc only: what the values of a bit field are in JavaScript.
import type { BitField, BitType, RedisArray } from 'redstart';

type Is<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const is = <_ extends true>(): void => undefined;

export async function values(bits: BitField, type: BitType, array: RedisArray<{ name: string }>): Promise<void> {
  const narrow = await bits.get('u8', 0).incrementBy('i53', 8, 1, 'FAIL').execute();
  is<Is<typeof narrow, (number | undefined)[]>>();
  const wide = await bits.get('u54', 0).set('i64', 64, 1n).execute();
  is<Is<typeof wide, (bigint | undefined)[]>>();
  const mixed = await bits.get('u63', 0).get('u1', 63).execute();
  is<Is<typeof mixed, (number | bigint | undefined)[]>>();
  const open = await bits.get(type, 0).execute();
  is<Is<typeof open, (number | bigint | undefined)[]>>();

  // a chain may be continued in a loop
  let chain = bits.get('u8', 0);
  for (let offset = 8; offset < 64; offset += 8) chain = chain.get('u8', offset);

  // @ts-expect-error a type starts with u or i
  bits.get('f8', 0);
  // @ts-expect-error no such mode
  bits.incrementBy('u8', 0, 1, 'STOP');
  // @ts-expect-error a bit is 0 or 1
  await bits.setBit(0, 2);

  const user = await array.at(0);
  is<Is<typeof user, { name: string } | undefined>>();
  // @ts-expect-error not what the codec stores
  await array.push('Ada');
}
