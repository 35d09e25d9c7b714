import { additionalFields, choice, country, group, phoneNumber, text } from '../fields';
import { trimmed } from '../../parameters/validation';
import { defineOperation } from '../operation';
import { one } from '../results';
import { voiceConnector } from '../voiceConnector/voiceConnector';
import {
	capabilities,
	expiryMinutes,
	output,
	proxySessions,
	retired,
	sessionItems,
} from './session';

const participant = (displayName: string, name: string) =>
	phoneNumber({
		displayName,
		name,
		awsName: 'ParticipantPhoneNumbers[]',
		required: true,
		description: `The ${displayName.toLowerCase()} of the two participants, in E.164 form`,
	});

const name = text({
	displayName: 'Name',
	name: 'name',
	pattern: /^[a-zA-Z0-9 ]{0,30}$/,
	form: 'up to 30 characters: letters without accents, digits and spaces',
	placeholder: 'e.g. Ride 4711',
	description: 'Up to 30 letters, digits and spaces',
});

const numberSelectionBehavior = choice({
	displayName: 'Number Selection Behavior',
	name: 'numberSelectionBehavior',
	options: [
		{
			name: 'Avoid Sticky',
			value: 'AvoidSticky',
			description: 'Participants get a different number than the last time',
		},
		{
			name: 'Prefer Sticky',
			value: 'PreferSticky',
			description: 'Participants get the same number as the last time, if possible',
		},
	],
	default: 'PreferSticky',
	description: 'Which number of the pool AWS uses',
});

const geographicMatch = group(
	{
		displayName: 'Geographic Match',
		name: 'geoMatch',
		placeholder: 'Add geographic match',
		description:
			'The place that the proxy phone number comes from. Without it, AWS uses the place of the first participant.',
	},
	{ displayName: 'Match', name: 'match' },
	[
		choice({
			displayName: 'Level',
			name: 'level',
			awsName: 'GeoMatchLevel',
			required: true,
			options: [
				{ name: 'Area Code', value: 'AreaCode' },
				{ name: 'Country', value: 'Country' },
			],
			default: 'Country',
			description: 'Whether the country or the area code must match',
		}),
		country({
			displayName: 'Country',
			name: 'country',
			awsName: 'GeoMatchParams.Country',
			pairedWith: 'areaCode',
			description: 'Two capital letters (ISO 3166-1). AWS also needs Area Code.',
		}),
		text({
			displayName: 'Area Code',
			name: 'areaCode',
			awsName: 'GeoMatchParams.AreaCode',
			pairedWith: 'country',
			pattern: /^[0-9]{3}$/,
			form: 'three digits, such as 206',
			read: trimmed,
			placeholder: 'e.g. 206',
			description: 'Three digits. AWS also needs Country.',
		}),
	],
);

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreateProxySession.html */
export const create = defineOperation({
	awsName: 'CreateProxySession',
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create proxy session',
		description: 'Connect two participants who do not see each other’s number',
	},
	method: 'POST',
	path: proxySessions.path,
	fields: [
		voiceConnector,
		participant('First Phone Number', 'firstPhoneNumber'),
		participant('Second Phone Number', 'secondPhoneNumber'),
		capabilities,
		output,
		additionalFields(name, expiryMinutes, numberSelectionBehavior, geographicMatch),
	],
	result: one('ProxySession', sessionItems),
	idempotent: false,
	ifUncertain:
		'The session may have been created although no response confirms it: look for it with Get Many (phone numbers, name, time of creation) before creating it again.',
	retired,
});
