import type { Resource } from '../operation';
import { remove } from './delete';
import { get } from './get';
import { set } from './set';

export const voiceConnectorProxy: Resource = {
	option: { name: 'Voice Connector Proxy', value: 'voiceConnectorProxy' },
	operations: [remove, get, set],
	defaultOperation: get,
};
