import type { ValidationIssue } from '../../errors/issues.js';

/** One entry of a stream. */
export class Message<F = Record<string, string>> {
  constructor(
    /** the key of the stream */
    readonly stream: string,
    /** `<milliseconds>-<sequence>` */
    readonly id: string,
    readonly fields: F,
  ) {}

  /** When it was added, as its id says; an invalid Date for an id that is not a time. */
  get timestamp(): Date {
    return new Date(Number(this.id.slice(0, this.id.indexOf('-'))));
  }

  /** Its place among the messages of the same millisecond. */
  get sequence(): number {
    return Number(this.id.slice(this.id.indexOf('-') + 1));
  }
}

/** An entry whose fields do not fit the schema or the codec. */
export interface InvalidMessage {
  readonly stream: string;
  readonly id: string;
  /** the fields as they are stored */
  readonly fields: Readonly<Record<string, string>>;
  readonly issues: readonly ValidationIssue[];
}

/** What a server answers for one entry; nil for one that was deleted meanwhile. */
export type EntryReply = readonly [id: string | Buffer, fields: readonly (string | Buffer)[] | null] | null;
