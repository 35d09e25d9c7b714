import type { Resource } from '../operation';
import { create } from './create';
import { get } from './get';
import { getMany } from './getMany';

export const phoneNumberOrder: Resource = {
	option: { name: 'Phone Number Order', value: 'phoneNumberOrder' },
	operations: [create, get, getMany],
	defaultOperation: get,
};
