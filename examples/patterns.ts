// Texts by how they begin, how they end, and by patterns; with and without case.
// Run: npx tsx examples/patterns.ts
import { type Auto, Database, Entity, Field, Index, Model } from 'redstart';

@Entity('Part')
class Part extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true, suffix: true }) @Field.text() code!: string;
  @Index({ pattern: true, ignoreCase: true }) @Field.text() name!: string;
}

await using _db = await Database.embedded({ models: [Part] });
await Part.insertMany([
  { code: 'AX-100-L', name: 'Left axle' },
  { code: 'AX-100-R', name: 'Right axle' },
  { code: 'AX-20-L', name: 'Axle, short' },
  { code: 'BR-100', name: 'Brake 100%' },
]);
const names = Part.query().pluck((part) => part.name);

console.log(await names.where({ code: { startsWith: 'AX-1' } }).all());
console.log(await names.where({ code: { endsWith: '-L' } }).all());
console.log(await names.where({ code: { like: 'AX-*-!' } }).all()); // * any characters, ! exactly one
console.log(await names.where({ name: { like: '*AXLE' } }).all()); // without case
console.log(await names.where({ name: { like: '*%' } }).all()); // all other characters are themselves
console.log(await names.where((part) => part.code.startsWith('AX').not()).all());

// Output:
// [ 'Left axle', 'Right axle' ]
// [ 'Left axle', 'Axle, short' ]
// [ 'Left axle', 'Right axle', 'Axle, short' ]
// [ 'Left axle', 'Right axle' ]
// [ 'Brake 100%' ]
// [ 'Brake 100%' ]
