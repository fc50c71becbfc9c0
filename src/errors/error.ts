/** What Redstart throws on purpose. `code` is stable, facts are properties, the message ends with the way out. */
export abstract class RedstartError extends Error {
  abstract readonly code: string;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
