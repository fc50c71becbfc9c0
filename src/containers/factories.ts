import { StreamFactories } from './stream-factories.js';

/** (A stand-in: the real one comes with the other containers.) */
export class ContainerFactories extends StreamFactories {}
