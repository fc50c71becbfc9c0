import { bestOf } from '../../src/plan/best.js';
import type { Request } from '../../src/plan/request.js';
import type { TextPlan } from '../../src/text/plan.js';

const word = (text: string): TextPlan => ({ op: 'term', terms: [text], at: 1 });
const all = (...inputs: TextPlan[]): TextPlan => ({ op: 'and', inputs });
const index = { field: '~bio', list: 't:bio/', dictionary: '{a}:U#dict:bio', texts: 'texts/bio', total: 'words/bio' };
const model = { key: '{a}:U', ids: '{a}:U#ids', counts: '{a}:U#counts', integer: true };
const plan = (query: TextPlan): Request['plan'] => ({ op: 'text', indexes: [index], query, search: '' });
const request: Request = {
  models: [model],
  mode: 'rows',
  plan: plan(all(word('loom'), word('engin'))),
  order: [
    { op: 'score', reverse: true },
    { op: 'id', reverse: false },
  ],
  offset: 0,
  limit: 20,
  fields: ['name', 'bio'],
  budget: 3500,
};

describe('what the server is told of a page of the best', () => {
  it('is the index, the words and the fields', () => {
    const names = ['t:bio/', '{a}:U#dict:bio', 'texts/bio', 'words/bio'];
    expect(bestOf(request)).toEqual([20, ...names, 2, 'loom', 'engin', 'name', 'bio', '~bio']);
    expect(bestOf({ ...request, plan: plan(word('loom')), explain: false, with: undefined })).toEqual([
      20,
      ...names,
      1,
      'loom',
      'name',
      'bio',
      '~bio',
    ]);
  });

  it.each<[string, Partial<Request>]>([
    ['another order', { order: [{ op: 'id', reverse: false }] }],
    ['the worst first', { order: [{ op: 'score', reverse: false }, request.order![1]!] }],
    ['no order', { order: undefined }],
    ['a second page', { offset: 20 }],
    ['all', { limit: undefined }],
    ['none', { limit: 0 }],
    ['a long page', { limit: 65 }],
    ['ids', { fields: undefined }],
    ['scores', { keys: true }],
    ['a count', { mode: 'count' }],
    ['rows behind a row', { after: { id: '1', keys: [] } }],
    ['what comes along', { with: [] }],
    ['an explanation', { explain: true }],
    ['a part', { part: true }],
    ['few steps', { budget: 100 }],
    ['few rows a call', { batch: 5 }],
    ['rows of another version', { fields: ['~version:2'] }],
    ['ids that are text', { models: [{ ...model, integer: false }] }],
    ['entities that expire', { models: [{ ...model, expires: '{a}:U#expires' }] }],
    ['any of the words', { plan: plan({ op: 'or', inputs: [word('a'), word('b')] }) }],
    ['no such word', { plan: plan(all(word('a'), { op: 'not', input: word('b') })) }],
    ['a word of two sounds', { plan: plan({ op: 'term', terms: ['FLSK', 'FLXK'], at: 1 }) }],
    ['the beginning of a word', { plan: plan({ op: 'prefix', text: 'a', stem: 'a', at: 1 }) }],
    ['very many words', { plan: plan(all(...Array.from({ length: 17 }, () => word('a')))) }],
    ['two texts', { plan: { op: 'text', indexes: [index, index], query: word('a'), search: '' } }],
    ['another condition as well', { plan: { op: 'and', inputs: [request.plan!] } }],
    ['no condition', { plan: undefined }],
  ])('is nothing for %s', (_, change) => {
    expect(bestOf({ ...request, ...change })).toEqual([]);
  });
});
