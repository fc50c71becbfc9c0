/** A text for a message, of which no more than so many characters are shown. */
export const truncate = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest)}...` : text;
