import type { Resource } from '../operation';
import { validate } from './validate';

export const address: Resource = {
	option: { name: 'Address', value: 'address' },
	operations: [validate],
	defaultOperation: validate,
};
