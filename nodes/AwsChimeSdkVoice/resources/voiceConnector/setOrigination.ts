import { notEmpty, trimmed } from '../../parameters/validation';
import { choice, text, trueOrFalse, updateFields, wholeNumber } from '../fields';
import { defineOperation } from '../operation';
import { one, withIds } from '../results';
import { rows } from '../rows';
import { getOrigination } from './getOrigination';
import { keeping, keepOtherSettings } from './settings';
import { voiceConnector } from './voiceConnector';

const routes = rows(
	{
		displayName: 'Routes',
		name: 'routes',
		awsName: 'Origination.Routes',
		placeholder: 'Add route',
		description:
			'Up to 20 routes for inbound calls. The routes replace all routes of the voice connector.',
	},
	{ displayName: 'Route', name: 'route', most: 20, mayBeEmpty: true },
	[
		text({
			displayName: 'Host',
			name: 'host',
			required: true,
			pattern: notEmpty,
			form: 'a host name or an IP address',
			read: trimmed,
			placeholder: 'e.g. sbc.example.com',
			description: 'The host name or the public IP address of your phone system',
		}),
		wholeNumber({
			displayName: 'Port',
			name: 'port',
			required: true,
			least: 0,
			most: 65_535,
			default: 5_060,
			description: 'The port of your phone system',
		}),
		choice({
			displayName: 'Protocol',
			name: 'protocol',
			required: true,
			options: ['TCP', 'UDP'].map((value) => ({ name: value, value })),
			description: 'The transport protocol. A voice connector that requires encryption needs TCP.',
		}),
		wholeNumber({
			displayName: 'Priority',
			name: 'priority',
			required: true,
			least: 1,
			most: 100,
			description: 'The order of the routes: AWS tries the lowest number first',
		}),
		wholeNumber({
			displayName: 'Weight',
			name: 'weight',
			required: true,
			least: 1,
			most: 100,
			description: 'The share of calls that the route gets among routes of the same priority',
		}),
	],
);

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_PutVoiceConnectorOrigination.html */
export const setOrigination = defineOperation({
	awsName: 'PutVoiceConnectorOrigination',
	option: {
		name: 'Set Origination',
		value: 'setOrigination',
		action: 'Set voice connector origination',
		description: 'Change the routes of inbound calls of a voice connector, or switch them off',
	},
	method: 'PUT',
	path: getOrigination.path,
	body: { Origination: {} },
	fields: [
		voiceConnector,
		keepOtherSettings,
		updateFields(
			routes,
			trueOrFalse({
				displayName: 'Disabled',
				name: 'disabled',
				awsName: 'Origination.Disabled',
				description: 'Whether inbound calls are switched off',
			}),
		),
	],
	before: keeping(getOrigination, 'Origination'),
	result: one('Origination', withIds),
	idempotent: true,
});
