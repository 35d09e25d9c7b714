import { sipRules, getOf } from './kinds';

export const fixture = getOf(sipRules);
