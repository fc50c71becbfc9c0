// One copy for import and require; a nested install is another one, whose models are refused with the way out.
import { equal, match, throws } from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Database, Entity, Field, Model, SchemaError } from 'redstart';

const require = createRequire(import.meta.url);
equal(require('redstart').Model, Model);
const other = require('./node_modules/other/node_modules/redstart');
equal(other.Model === Model, false);

function define(base, entity, field) {
  class User extends base {}
  field.id()(User.prototype, 'id');
  entity('User')(User);
  return User;
}

const db = await Database.embedded();
const refused = (model, text) =>
  throws(
    () => db.use(model),
    (error) => {
      match(error.message, text);
      return error instanceof SchemaError;
    },
  );
refused(define(other.Model, other.Entity, other.Field), /two copies of the package.*npm ls redstart/);
refused(define(Model, other.Entity, other.Field), /decorated by another copy.*npm ls redstart/);
db.use(define(Model, Entity, Field));
await db.close();
console.log('ok');
