import { type Auto, Entity, Field, FullText, type Geo, GeoIndex, Index, Model } from 'redstart';

@Entity('City')
export class City extends Model {
  @Field.id() id!: Auto<number>;
  @FullText() @Index({ ordered: true }) @Field.text() name!: string;
  @Index() @Field.text() country!: string;
  @Field.text() adminCode!: string;
  @Index() @Field.text() featureCode!: string;
  @Index() @Field.integer() population!: number;
  @GeoIndex() @Field.geo() at!: Geo;
}
