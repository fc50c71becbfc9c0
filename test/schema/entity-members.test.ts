import { Model } from 'redstart';
import { OF_REFERENCES } from '../../src/indexes/operators.js';
import { RESERVED } from '../../src/schema/compile/field-name.js';
import { ENTITY_MEMBERS } from '../../src/schema/entity-members.js';
import { read } from '../support/repository.js';

describe('the names that a field cannot have', () => {
  it('include everything that an entity has of Model', () => {
    const own = Object.getOwnPropertyNames(Model.prototype).filter((name) => name !== 'constructor');
    expect(own.filter((name) => !(ENTITY_MEMBERS as readonly string[]).includes(name))).toEqual([]);
    expect(own.length).toBeGreaterThan(8);
  });

  it('are listed in the guide', () => {
    const page = read('docs/models.md');
    const [, list] = /No field can have a name([\s\S]*?)\. A property of another name/.exec(page)!;
    const listed = [...list!.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
    expect(listed.toSorted()).toEqual([...RESERVED, ...OF_REFERENCES].toSorted());
  });
});
