import type { Resource } from '../operation';
import { get } from './get';

export const proxySession: Resource = {
	option: { name: 'Proxy Session', value: 'proxySession' },
	operations: [get],
};
