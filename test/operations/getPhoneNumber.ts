import { phoneNumbers, getOf } from './kinds';

export const fixture = getOf(phoneNumbers);
