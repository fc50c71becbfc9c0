import {
  type Auto,
  Entity,
  Field,
  Index,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  OneToMany,
  type Ref,
  Unique,
} from 'redstart';

/** Whose balance several programs move. */
@Entity('Purse')
export class Purse extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() balance!: number;
}

/** Who has a name that nobody else has. */
@Entity('Member')
export class Member extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() name!: string;
  @Index() @Field.integer() visits: Auto<number> = 0;
  @OneToMany(
    () => Note,
    (note) => note.author,
  )
  notes!: Many<Note>;
}

/** What goes with its author. */
@Entity('Note')
export class Note extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Member, { onDelete: 'cascade' }) author!: Ref<Member>;
  @Index() @Field.text() kind: Auto<string> = 'note';
}

/** What expires, and what goes with it. */
@Entity('Visit', { ttl: null })
export class Visit extends Model {
  @Field.id() id!: Auto<number>;
  @Unique() @Field.text() token!: string;
  @Index() @Field.integer() pages!: number;
  @OneToMany(
    () => Page,
    (page) => page.visit,
  )
  list!: Many<Page>;
}

@Entity('Page')
export class Page extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToOne(() => Visit, { onDelete: 'cascade' }) visit!: Ref<Visit>;
  @Index() @Field.text() path!: string;
}

/** Who is in clubs that come, go and expire. */
@Entity('Player')
export class Player extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Club, { kind: 'list', inverse: (club) => club.players }) clubs!: Many<Club, 'list'>;
}

@Entity('Club', { ttl: null })
export class Club extends Model {
  @Field.id() id!: Auto<number>;
  @ManyToMany(() => Player, { kind: 'sortedSet' }) players!: Many<Player, 'sortedSet'>;
  @ManyToMany<Club, Club, 'set'>('Club', { kind: 'set', inverse: (club) => club.hatedBy }) rivals!: Many<Club, 'set'>;
  @ManyToMany<Club, Club, 'set'>('Club', { kind: 'set' }) hatedBy!: Many<Club, 'set'>;
}

export const LIFE_MODELS = [Purse, Member, Note, Visit, Page, Player, Club];
