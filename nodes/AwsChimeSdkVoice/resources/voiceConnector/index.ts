import type { Resource } from '../operation';
import { get } from './get';

export const voiceConnector: Resource = {
	option: { name: 'Voice Connector', value: 'voiceConnector' },
	operations: [get],
	defaultOperation: get,
};
