import fc from 'fast-check';
import { bytes, type Codec, json, number, text } from 'redstart';
import { z } from 'zod';

const roundTrip = <T>(codec: Codec<T>, value: T): T => codec.decode(codec.encode(value) as string);

describe('the codecs of containers', () => {
  it('text takes any string but lone surrogates', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => roundTrip(text, value) === value));
    for (const bad of ['\ud800', 'a\udfff', 5, null, undefined, {}]) {
      expect(() => text.encode(bad as string)).toThrow(TypeError);
    }
  });

  it('number takes any number but NaN', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (value) => roundTrip(number, value) === value));
    expect(roundTrip(number, -Infinity)).toBe(-Infinity);
    for (const bad of [Number.NaN, '5', null, 5n]) expect(() => number.encode(bad as number)).toThrow(TypeError);
    for (const bad of ['', ' ', 'x', '0x10', '1 ', 'NaN']) expect(() => number.decode(bad)).toThrow(TypeError);
    expect(number.decode('inf')).toBe(Infinity);
    expect(number.decode('-inf')).toBe(-Infinity);
  });

  it('json takes what JSON knows', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false } as never), (value) => {
        expect(roundTrip(json(), value)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    for (const bad of [undefined, () => 1, Symbol('x'), 5n]) expect(() => json().encode(bad)).toThrow(TypeError);
    expect(() => json().decode('{')).toThrow(SyntaxError);
  });

  it('json holds values to a schema, both ways', () => {
    const codec = json(z.object({ name: z.string(), born: z.coerce.date() }));
    const ada = { name: 'Ada', born: new Date(0) };
    expect(roundTrip(codec, ada)).toEqual(ada);
    expect(() => codec.encode({ name: 5 } as never)).toThrow(/name/);
    expect(() => codec.decode('{"name":5,"born":0}')).toThrow(/name/);
    const slow = json(z.string().refine(async () => true));
    expect(() => slow.encode('x')).toThrow(/asynchronous/);
  });

  it('bytes takes Buffers', () => {
    const value = Buffer.from([0, 255]);
    expect(bytes.decode(bytes.encode(value) as Buffer)).toEqual(value);
    expect(() => bytes.encode('x' as never)).toThrow(TypeError);
  });
});
