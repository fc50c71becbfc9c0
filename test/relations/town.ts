import { Entity, Field, ManyToOne, Model, PrimaryKey, type Ref } from 'redstart';
import { User } from './models.js';

/** In a file of its own, which the file of the users imports. */
@Entity('Town')
export class Town extends Model {
  @PrimaryKey() @Field.text() slug!: string;
  @ManyToOne(() => User, { optional: true, onDelete: 'set null' }) mayor?: Ref<User>;
}
