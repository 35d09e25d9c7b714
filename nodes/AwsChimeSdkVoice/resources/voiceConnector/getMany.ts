import { getMany as getManyOf } from '../getMany';
import { asItem } from '../results';
import { voiceConnectors } from './voiceConnector';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListVoiceConnectors.html */
export const getMany = getManyOf(voiceConnectors, {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many voice connectors',
		description: 'Get the voice connectors of the AWS account',
	},
	fields: [],
	entryItems: asItem,
});
