/** Value ⇄ what the server stores. The user's own codec for a container needs no more than this. */
export interface Codec<T> {
  /** @throws TypeError when the value cannot be stored */
  encode(value: T): string | Buffer;
  decode(stored: string): T;
  readonly binary?: undefined;
}

/** A codec that reads bytes: what is stored is handed to it as it is, not as UTF-8. */
export interface BinaryCodec<T> {
  readonly binary: true;
  /** @throws TypeError when the value cannot be stored */
  encode(value: T): string | Buffer;
  decode(stored: Buffer): T;
}

/** What a container takes to turn its values into what is stored, and back. */
export type ValueCodec<T> = Codec<T> | BinaryCodec<T>;

/**
 * The codec of a model's field. Equal values have one stored form, so that stored forms can be compared instead of
 * values: by an exact index, by the check for changes, and inside scripts.
 */
export interface FieldCodec<T = unknown> extends Codec<T> {
  /** the name of the type, as in `Field.<type>()` */
  readonly type: string;
  /** what a value must be, to end the sentence "expected ..." */
  readonly expected: string;
  /**
   * How stored forms are ordered: as `number`, the stored form being a numeral that ZADD takes; as `text`, byte by
   * byte; or not at all.
   */
  readonly order: 'number' | 'text' | undefined;
  /** all values there are, where they can be listed */
  readonly values?: readonly unknown[];
  /** whether a value of an untyped caller can be stored: no NaN, no lone surrogates, nothing out of range */
  accepts(value: unknown): value is T;
  encode(value: T): string;
  decode(stored: string): T;
}
