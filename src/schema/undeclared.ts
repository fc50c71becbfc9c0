/** What a column has not been given that no `@Field()` declares: of a getter, of a container's values, of the version of rows. */
export const UNDECLARED = { default: undefined, check: undefined, on: undefined, reference: undefined } as const;
