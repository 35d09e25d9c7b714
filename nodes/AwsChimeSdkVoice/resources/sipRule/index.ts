import type { Resource } from '../operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { update } from './update';

export const sipRule: Resource = {
	option: { name: 'SIP Rule', value: 'sipRule' },
	operations: [create, remove, get, getMany, update],
	defaultOperation: get,
};
