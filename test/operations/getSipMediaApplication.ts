import { sipMediaApplications, getOf } from './kinds';

export const fixture = getOf(sipMediaApplications);
