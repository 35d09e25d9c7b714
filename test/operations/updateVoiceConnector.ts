import { updateOf, voiceConnectors } from './kinds';
import { awsName, missing } from './values';

const parameters = { name: 'Rides', requireEncryption: false };

export const fixture = updateOf(voiceConnectors, {
	awsName: 'UpdateVoiceConnector',
	method: 'PUT',
	statusCode: 200,
	parameters,
	all: parameters,
	body: { Name: 'Rides', RequireEncryption: false },
	labels: ['Name', 'Require Encryption'],
	constraints: [
		awsName('name', 'Name', missing),
		{
			parameter: 'requireEncryption',
			label: 'Require Encryption',
			refused: ["'true'", "''", '0', '1', '[]', ...missing],
			accepted: ['true', 'false'],
		},
	],
	inputs: (fc) => ({
		Name: fc.stringMatching(/^[a-zA-Z0-9 _.-]{1,60}$/),
		RequireEncryption: fc.boolean(),
	}),
	given: ({ Name, RequireEncryption }) => ({ name: Name, requireEncryption: RequireEncryption }),
});
