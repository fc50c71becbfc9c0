import { type Auto, Entity, Field, Index, Model } from 'redstart';

@Entity('City')
export class City extends Model {
  @Field.id() id!: Auto<number>;
  @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.text() country!: string;
  @Index() @Field.text() adminCode!: string;
  @Index() @Field.text() featureCode!: string;
  @Index() @Field.integer() population!: number;
  @Index() @Field.float() latitude!: number;
  @Index() @Field.float() longitude!: number;
}
