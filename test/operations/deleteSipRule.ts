import { deleteOf, sipRules } from './kinds';

export const fixture = deleteOf(sipRules);
