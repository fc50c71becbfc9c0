import { Model } from 'redstart';
import { ENTITY_MEMBERS } from '../../src/schema/entity-members.js';

describe('the names that a field cannot have', () => {
  it('include everything that an entity has of Model', () => {
    const own = Object.getOwnPropertyNames(Model.prototype).filter((name) => name !== 'constructor');
    expect(own.filter((name) => !(ENTITY_MEMBERS as readonly string[]).includes(name))).toEqual([]);
    expect(own.length).toBeGreaterThan(8);
  });
});
