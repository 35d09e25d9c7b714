import type { Resource } from '../operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { update } from './update';

export const proxySession: Resource = {
	option: { name: 'Proxy Session', value: 'proxySession' },
	operations: [create, remove, get, getMany, update],
	defaultOperation: get,
};
