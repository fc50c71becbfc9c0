import type { TextIndexPlan, TextPlan } from '../text/plan.js';
import { type Request, WHOLE_ROW } from './request.js';

/** Rows of a page, and words of a search, that scripts/lua/lib/text/best/answer.lua takes. */
const ROWS = 64;
const WORDS = 16;
/** A call of fewer steps may have to stop before its end. */
const BUDGET = 3000;

const isWord = (query: TextPlan): query is TextPlan & { op: 'term' } => query.op === 'term' && query.terms.length === 1;

/** The words of a search that must all stand in a text; undefined where it asks for anything else. */
function wordsOf(query: TextPlan): readonly string[] | undefined {
  if (isWord(query)) return query.terms;
  if (query.op !== 'and' || query.inputs.length > WORDS || !query.inputs.every(isWord)) return undefined;
  return query.inputs.map(({ terms }) => terms[0]!);
}

const isByScore = ({ order }: Request): boolean =>
  order?.length === 2 && order[0]!.op === 'score' && order[0]!.reverse && order[1]!.op === 'id' && !order[1]!.reverse;

/** What is asked beside rows; a stored list or an id list is not a search. */
const asksMore = ({ batch, explain, commands, keys, after, part, with: along }: Request): boolean =>
  batch !== undefined || explain || commands || keys || after !== undefined || part || along !== undefined;

const isPage = ({ mode, offset, limit = 0, budget, models: [model], fields = [] }: Request): boolean =>
  mode === 'rows' &&
  offset === 0 &&
  limit > 0 &&
  limit <= ROWS &&
  budget >= BUDGET &&
  model.integer &&
  model.expires === undefined &&
  fields.length > 0 &&
  !fields.some((name) => name.startsWith(WHOLE_ROW));

const named = ({ list, dictionary, texts, total }: TextIndexPlan): string[] => [list, dictionary, texts, total];

const NOTHING: readonly string[] = [];

/** What query.lua is told, beside the request, of a page of a search of plain words, the best first; nothing of any other request. */
export function bestOf(request: Request): readonly (string | number)[] {
  const { plan } = request;
  if (plan?.op !== 'text' || plan.indexes.length !== 1) return NOTHING;
  const [index] = plan.indexes;
  if (index!.boost !== undefined || !isPage(request) || !isByScore(request) || asksMore(request)) return NOTHING;
  const words = wordsOf(plan.query);
  if (!words) return NOTHING;
  return [request.limit!, ...named(index!), words.length, ...words, ...request.fields!, index!.field];
}
