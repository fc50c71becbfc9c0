import { type Auto, Entity, Field, Model } from 'redstart';
import { z } from 'zod';
import { type Figure, ratio } from '../toolkit/figure.js';
import { figure } from './report.js';

@Entity('Plain')
class Plain extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() email!: string;
  @Field.text() name!: string;
  @Field.text() city!: string;
  @Field.integer() age!: number;
  @Field.float() weight!: number;
  @Field.boolean() active!: boolean;
}

@Entity('Checked')
class Checked extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text({ check: z.email() }) email!: string;
  @Field.text({ check: z.string().min(2).max(100) }) name!: string;
  @Field.text({ check: z.string().regex(/^[A-Z]/) }) city!: string;
  @Field.integer({ check: z.number().min(0).max(150) }) age!: number;
  @Field.float({ check: z.number().positive() }) weight!: number;
  @Field.boolean({ check: z.boolean() }) active!: boolean;
}

export const checkModels = [Plain, Checked];

const input = (i: number) => ({
  email: `user${i}@example.com`,
  name: `User ${i}`,
  city: `City${i % 100}`,
  age: i % 100,
  weight: 50.5 + (i % 50),
  active: i % 2 === 0,
});

export async function benchChecks(): Promise<Figure[]> {
  const value = await ratio(
    (i) => Checked.create(input(i)),
    (i) => Plain.create(input(i)),
  );
  return [figure('create with a zod check on each of six fields, beside one without', value, '0.85')];
}
