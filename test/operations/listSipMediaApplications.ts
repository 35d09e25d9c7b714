import { listOf, sipMediaApplications } from './kinds';

export const fixture = listOf(sipMediaApplications);
