/** English words that stand in nearly every text, and tell none from another. */
const ENGLISH = `a about after all also am an and any are as at be because been but by can could did do does for from had has have
he her here hers him his how i if in into is it its just me more most my no nor not of on one only or other our out over so
some such than that the their them then there these they this those to too up us very was we were what when where which
while who whom why will with would you your`;

export const english: ReadonlySet<string> = new Set(ENGLISH.split(/\s+/));
