import { RedstartError } from './error.js';

/** Something was not ready in time. It may still come to its end. */
export class TimeoutError extends RedstartError {
  readonly code = 'TIMEOUT';

  constructor(
    /** what was waited for */
    readonly subject: string,
    /** how long, in milliseconds */
    readonly timeout: number,
  ) {
    super(`${subject} was not ready within ${timeout} ms. Wait longer, or ask again later.`);
  }
}
