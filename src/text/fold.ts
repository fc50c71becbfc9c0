/** Marks above and below letters of Latin, Greek and Cyrillic. Those of other scripts are vowels, and stay. */
const MARKS = /[\u0300-\u036f]/g;

/** Letters that are not a letter with a mark, for all that Unicode knows. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
  ς: 'σ',
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

const ASCII = /^[\x20-\x7e]*$/;

/** A text as it is compared: without case, accents and forms of presentation. Folding it again changes nothing. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  // compatibility forms can have a case of their own
  const plain = text.normalize('NFKD').toLowerCase().normalize('NFKD').replace(MARKS, '');
  return plain.replace(LETTER, (letter) => LETTERS[letter]!).normalize('NFC');
}
