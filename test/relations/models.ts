import { type Auto, Entity, Field, ManyToOne, Model, type Ref, Unique } from 'redstart';
import { Town } from './town.js';

@Entity('City')
export class City extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
}

@Entity('User')
export class User extends Model {
  @Field.id() id!: Auto<number>;
  @Field.text() name!: string;
  @ManyToOne(() => City, { onDelete: 'restrict' }) city!: Ref<City>;
  @ManyToOne(() => User, { optional: true, onDelete: 'set null' }) boss?: Ref<User>;
  @ManyToOne<Town>('Town', { optional: true, onDelete: 'no action' }) born?: Ref<Town>;
}

export const models = [City, User, Town] as const;
