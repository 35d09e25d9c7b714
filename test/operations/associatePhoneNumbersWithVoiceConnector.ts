import { assign, isHeldByOthers, type Owner } from '../support/chime/telephony';
import { bulkOf } from './kinds';
import { trueOrFalse } from './values';

export const fixture = bulkOf({
	awsName: 'AssociatePhoneNumbersWithVoiceConnector',
	operation: ['assign', 'Assign'],
	query: 'associate-phone-numbers',
	done: 'assigned',
	all: { forceAssociate: true },
	body: { ForceAssociate: true },
	labels: ['Force Associate'],
	constraints: [trueOrFalse('forceAssociate', 'Force Associate')],
	inputs: (fc) => ({ ForceAssociate: fc.boolean() }),
	given: ({ ForceAssociate: forceAssociate }) => ({ forceAssociate }),
	errorOf(number, { voiceConnectorId }, { body, now }) {
		const owner: Owner = ['VoiceConnectorId', voiceConnectorId];
		if (number.ProductType !== 'VoiceConnector') return 'BadRequest';
		if (isHeldByOthers(number, owner) && body.ForceAssociate !== true)
			return 'PhoneNumberAssociationsExist';
		assign(number, owner, now);
		return undefined;
	},
});
