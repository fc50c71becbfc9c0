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
