import { deleteOf, sipMediaApplications } from './kinds';

export const fixture = deleteOf(sipMediaApplications);
