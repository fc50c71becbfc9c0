import { type Auto, Entity, Field, Index, type Many, ManyToOne, Model, OneToMany, type Ref, Unique } from 'redstart';

// every line that names the field is found by test/guards/rename.test.ts
@Entity()
@Unique<Member>((member) => [member.age, member.name])
class Member extends Model {
  @Field.id() id!: Auto<number>;
  @Index() @Field.integer() age!: number;
  @Field.text() name!: string;
  @ManyToOne(() => Member, { onDelete: 'restrict' }) boss!: Ref<Member>;
  @OneToMany<Member, Member>('Member', (member) => member.boss) reports!: Many<Member>;
}

export async function uses() {
  const ada = await Member.create({ age: 36, name: 'Ada', boss: 1 });
  await Member.insertMany([{ age: 37, name: 'Bob', boss: 1 }]);
  await ada.update({ age: 37 });
  await ada.increment({ age: 1 });
  ada.age = 40;
  await Member.findBy({ age: 1, name: 'Ada' });
  await Member.query()
    .where({ age: { gte: 18 } })
    .orderBy({ age: 'asc' })
    .all();
  await Member.query()
    .where((member) => member.age.gte(18))
    .orderBy((member) => [member.age.asc()])
    .all();
  await Member.query()
    .where({ boss: { age: 40 }, reports: { some: { age: { lt: 30 } } } })
    .all();
  await Member.query()
    .where((member) => member.boss.boss.age.gte(18).or(member.reports.every((report) => report.age.gte(18))))
    .all();
  const [row] = await Member.query().select({ age: true }).all();
  return [row?.age, ada.toJSON().age, ada.changes.age?.from, Member.fields().age];
}
