import { inverseDocumentFrequency, K1, saturation, termScore } from '../../src/text/bm25.js';

describe('BM25', () => {
  it('gives the value that one computes by hand', () => {
    // 10 texts, 2 with the term, twice in one of 8 words where 10 are average
    const idf = Math.log(1 + 8.5 / 2.5);
    const norm = 0.25 + 0.75 * 0.8;
    expect(termScore(inverseDocumentFrequency(2, 10), 2, 8, 10)).toBeCloseTo((idf * 2 * 2.2) / (2 + 1.2 * norm), 12);
  });

  it('prefers rare terms, shorter texts and more occurrences, up to a bound', () => {
    expect(inverseDocumentFrequency(1, 100)).toBeGreaterThan(inverseDocumentFrequency(2, 100));
    expect(inverseDocumentFrequency(100, 100)).toBeGreaterThan(0);
    expect(saturation(1, 5, 10)).toBeGreaterThan(saturation(1, 6, 10));
    expect(saturation(3, 10, 10)).toBeGreaterThan(saturation(2, 10, 10));
    expect(saturation(1e9, 10, 10)).toBeLessThan(K1 + 1);
    expect(saturation(0, 10, 10)).toBe(0);
    expect(saturation(1, 0, 0)).toBe(1);
  });
});
