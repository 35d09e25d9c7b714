import type { Resource } from '../operation';
import { assign } from './assign';
import { remove } from './delete';
import { get } from './get';
import { getCountries } from './getCountries';
import { getMany } from './getMany';
import { restore } from './restore';
import { search } from './search';
import { unassign } from './unassign';
import { update } from './update';

export const phoneNumber: Resource = {
	option: { name: 'Phone Number', value: 'phoneNumber' },
	operations: [assign, remove, get, getCountries, getMany, restore, search, unassign, update],
	defaultOperation: search,
};
