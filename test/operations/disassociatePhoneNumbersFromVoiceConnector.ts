import { isHeldBy, unassign } from '../support/chime/telephony';
import { bulkOf } from './kinds';

export const fixture = bulkOf({
	awsName: 'DisassociatePhoneNumbersFromVoiceConnector',
	operation: ['unassign', 'Unassign'],
	query: 'disassociate-phone-numbers',
	done: 'unassigned',
	all: {},
	body: {},
	labels: [],
	constraints: [],
	inputs: () => ({}),
	given: () => ({}),
	errorOf(number, { voiceConnectorId }) {
		if (!isHeldBy(number, ['VoiceConnectorId', voiceConnectorId])) return 'BadRequest';
		unassign(number);
		return undefined;
	},
});
