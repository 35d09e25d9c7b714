import type { Resource } from '../operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { update } from './update';

export const sipMediaApplication: Resource = {
	option: { name: 'SIP Media Application', value: 'sipMediaApplication' },
	operations: [create, remove, get, getMany, update],
	defaultOperation: get,
};
