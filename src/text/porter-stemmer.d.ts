declare module 'porter-stemmer' {
  /** The stem of an English word in lower case. */
  export function stemmer(word: string): string;
}
