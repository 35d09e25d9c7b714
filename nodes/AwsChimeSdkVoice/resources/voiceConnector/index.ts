import type { Resource } from '../operation';
import { create } from './create';
import { remove } from './delete';
import { get } from './get';
import { getHealth } from './getHealth';
import { getMany } from './getMany';
import { getOrigination } from './getOrigination';
import { getTermination } from './getTermination';
import { setOrigination } from './setOrigination';
import { setTermination } from './setTermination';
import { update } from './update';

export const voiceConnector: Resource = {
	option: { name: 'Voice Connector', value: 'voiceConnector' },
	operations: [
		create,
		remove,
		get,
		getHealth,
		getMany,
		getOrigination,
		getTermination,
		setOrigination,
		setTermination,
		update,
	],
	defaultOperation: get,
};
