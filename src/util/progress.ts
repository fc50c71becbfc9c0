/** How far a long call is. */
export interface Progress {
  /** entities that it has worked on */
  readonly done: number;
  /** all of them, where that is known */
  readonly total: number | undefined;
}

/** Options of calls that take long. */
export interface ProgressOptions {
  /** Called after each round trip; what it throws ends the call. */
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Ends the call before its next round trip, with the signal's reason; what was done stays. */
  readonly signal?: AbortSignal | undefined;
}
