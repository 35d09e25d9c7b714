import type { Resource } from '../operation';
import { remove } from './delete';
import { get } from './get';
import { getCountries } from './getCountries';
import { getMany } from './getMany';
import { restore } from './restore';
import { search } from './search';
import { update } from './update';

export const phoneNumber: Resource = {
	option: { name: 'Phone Number', value: 'phoneNumber' },
	operations: [remove, get, getCountries, getMany, restore, search, update],
	defaultOperation: search,
};
