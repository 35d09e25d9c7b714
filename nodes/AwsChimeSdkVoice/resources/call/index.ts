import type { Resource } from '../operation';
import { create } from './create';
import { update } from './update';

export const call: Resource = {
	option: { name: 'Call', value: 'call' },
	operations: [create, update],
	defaultOperation: create,
};
