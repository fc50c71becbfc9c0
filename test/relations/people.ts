import {
  type Auto,
  Entity,
  Field,
  FullText,
  Index,
  type Many,
  ManyToMany,
  ManyToOne,
  Model,
  type One,
  OneToMany,
  OneToOne,
  PrimaryKey,
  type Ref,
} from 'redstart';

@Entity('City')
export class City extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.text({ optional: true }) country?: string;
  @Index() @Field.integer() size!: number;
  @Field.text({ optional: true }) plain?: string;
  @OneToMany(
    () => Person,
    (person) => person.city,
  )
  people!: Many<Person>;
}

@Entity('Person')
export class Person extends Model {
  @PrimaryKey() @Field.text() slug!: string;
  @Index() @Field.integer() age!: number;
  @ManyToOne(() => City, { onDelete: 'no action' }) city!: Ref<City>;
  @ManyToOne(() => Person, { optional: true, onDelete: 'no action' }) boss?: Ref<Person>;
  @OneToMany<Person, Person>('Person', (person) => person.boss) reports!: Many<Person>;
  @OneToMany(
    () => Post,
    (post) => post.author,
  )
  posts!: Many<Post>;
  @OneToOne(
    () => Profile,
    (profile) => profile.person,
  )
  profile!: One<Profile>;
  @ManyToMany(() => Club, { kind: 'set', inverse: (club) => club.members }) clubs!: Many<Club, 'set'>;
}

@Entity('Club')
export class Club extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() name!: string;
  @ManyToMany(() => Person, { kind: 'list', inverse: (person) => person.clubs }) members!: Many<Person, 'list'>;
}

@Entity('Post')
export class Post extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Field.text() title!: string;
  @Index() @Field.integer() score!: number;
  @ManyToOne(() => Person, { onDelete: 'no action' }) author!: Ref<Person>;
}

@Entity('Profile')
export class Profile extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.text() text!: string;
  @OneToOne(() => Person, { onDelete: 'cascade' }) person!: Ref<Person>;
}

export const models = [City, Person, Post, Profile, Club] as const;
