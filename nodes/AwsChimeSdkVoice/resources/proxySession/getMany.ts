import { filters } from '../fields';
import { getMany as getManyOf } from '../getMany';
import { output, proxySessions, sessionItems, status } from './session';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListProxySessions.html */
export const getMany = getManyOf(proxySessions, {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many proxy sessions',
		description: 'Get the proxy sessions of a voice connector',
	},
	fields: [{ property: { ...output.property, default: 'session' } }, filters(status)],
	entryItems: sessionItems,
});
