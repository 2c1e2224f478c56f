import { en, type Catalogue } from './en';
export const vi: Catalogue = en;
