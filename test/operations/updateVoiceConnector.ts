import { updateOf, voiceConnectors } from './kinds';
import { awsName, trueOrFalse } from './values';

const parameters = { name: 'Rides', requireEncryption: false };

export const fixture = updateOf(voiceConnectors, {
	awsName: 'UpdateVoiceConnector',
	method: 'PUT',
	statusCode: 200,
	parameters,
	all: parameters,
	body: { Name: 'Rides', RequireEncryption: false },
	labels: ['Name', 'Require Encryption'],
	constraints: [awsName('name', 'Name'), trueOrFalse('requireEncryption', 'Require Encryption')],
	inputs: (fc) => ({
		Name: fc.stringMatching(/^[a-zA-Z0-9 _.-]{1,60}$/),
		RequireEncryption: fc.boolean(),
	}),
	given: ({ Name, RequireEncryption }) => ({ name: Name, requireEncryption: RequireEncryption }),
});
