/** Whether a decorator was called as those of ECMAScript are, with a value and a context, instead of a class and a name. */
export const isStandardContext = (context: unknown): boolean => typeof context === 'object' && context !== null;

export const STANDARD_DECORATORS =
  'Redstart uses the decorators of TypeScript, and the compiler made those of ECMAScript. Set "experimentalDecorators": true in a tsconfig.json whose "include" has this file.';
