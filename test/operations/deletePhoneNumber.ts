import { deleteOf, phoneNumbers } from './kinds';

export const fixture = deleteOf(phoneNumbers);
