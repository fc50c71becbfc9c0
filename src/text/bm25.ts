// Okapi BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009), with the logarithm of
// Lucene, which is never negative.

/** How soon more occurrences of a term count no more. */
export const K1 = 1.2;
/** How much the length of a text counts. */
export const B = 0.75;

/** How much a term tells, of which `documents` of `total` texts have it. */
export const inverseDocumentFrequency = (documents: number, total: number): number =>
  Math.log(1 + (total - documents + 0.5) / (documents + 0.5));

/** How much a text is about a term that it has `frequency` times: 0 without it, at most `K1 + 1`. */
export function saturation(frequency: number, length: number, averageLength: number): number {
  const norm = 1 - B + B * (averageLength === 0 ? 1 : length / averageLength);
  return (frequency * (K1 + 1)) / (frequency + K1 * norm);
}

/** What one term adds to the score of a text. */
export const termScore = (idf: number, frequency: number, length: number, averageLength: number): number =>
  idf * saturation(frequency, length, averageLength);
