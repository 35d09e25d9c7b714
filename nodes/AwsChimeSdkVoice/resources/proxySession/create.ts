import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { voiceConnectorField } from '../locators';
import type { Parameters, SingleOperation } from '../operation';
import { isRecord, oneOf, phoneNumber, textLike } from '../../parameters/validation';
import {
	capabilitiesField,
	capabilitiesOf,
	expiryMinutesField,
	expiryMinutesOf,
	outputField,
} from './fields';
import { sessionItems, sessionsPath } from './session';

const behaviors = ['PreferSticky', 'AvoidSticky'];
const levels = ['Country', 'AreaCode'];

function phoneNumberField(displayName: string, name: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +12065550100',
		description: 'Own number of a participant, in E.164 form',
	};
}

const geographicMatch: INodeProperties = {
	displayName: 'Geographic Match',
	name: 'geoMatch',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Add geographic match',
	description:
		'Where the number that stands between the participants is to come from: like that of the first participant, or as given here',
	options: [
		{
			displayName: 'Match',
			name: 'match',
			values: [
				{
					displayName: 'Level',
					name: 'level',
					type: 'options',
					options: [
						{ name: 'Area Code', value: 'AreaCode' },
						{ name: 'Country', value: 'Country' },
					],
					default: 'Country',
					description: 'What has to match',
				},
				{
					displayName: 'Country',
					name: 'country',
					type: 'string',
					default: '',
					placeholder: 'e.g. US',
					description: 'Two capital letters (ISO 3166-1); goes with an area code',
				},
				{
					displayName: 'Area Code',
					name: 'areaCode',
					type: 'string',
					default: '',
					placeholder: 'e.g. 206',
					description: 'Three digits; goes with a country',
				},
			],
		},
	],
};

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: [
		expiryMinutesField,
		geographicMatch,
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			default: '',
			placeholder: 'e.g. Ride 4711',
			description: 'Up to 30 letters, digits and spaces',
		},
		{
			displayName: 'Number Selection Behavior',
			name: 'numberSelectionBehavior',
			type: 'options',
			options: [
				{
					name: 'Avoid Sticky',
					value: 'AvoidSticky',
					description: 'Participants get another number than the last time',
				},
				{
					name: 'Prefer Sticky',
					value: 'PreferSticky',
					description: 'Participants get the number of the last time, where that is possible',
				},
			],
			default: 'PreferSticky',
			description: 'Which number of the pool to take',
		},
	],
};

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreateProxySession.html */
export const create: SingleOperation = {
	awsName: 'CreateProxySession',
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create a proxy session',
		description: 'Connect two participants who do not see each other’s number',
	},
	fields: [
		voiceConnectorField,
		phoneNumberField('First Phone Number', 'firstPhoneNumber'),
		phoneNumberField('Second Phone Number', 'secondPhoneNumber'),
		capabilitiesField,
		outputField,
		additionalFields,
	],
	request: (parameters) => ({
		method: 'POST',
		path: sessionsPath(parameters),
		body: {
			ParticipantPhoneNumbers: ['firstPhoneNumber', 'secondPhoneNumber'].map((name) =>
				phoneNumber(name, parameters[name]),
			),
			Capabilities: capabilitiesOf(parameters),
			...additional(parameters.additionalFields),
		},
	}),
	items: sessionItems,
	doubt:
		'The session may have been created all the same: look for it with Get Many (phone numbers, name, time of creation) before creating it again.',
};

function additional(value: unknown): IDataObject {
	const fields = isRecord(value) ? value : {};
	return {
		Name: nameOf(fields),
		ExpiryMinutes: expiryMinutesOf(fields),
		NumberSelectionBehavior: behaviorOf(fields),
		...geographicMatchOf(fields),
	};
}

function nameOf({ name }: Parameters): string | undefined {
	if (name === undefined) return undefined;
	const form = 'up to 30 letters without accents, digits and spaces';
	return textLike('name', name, /^[a-zA-Z0-9 ]{0,30}$/, form);
}

function behaviorOf({ numberSelectionBehavior: value }: Parameters): string | undefined {
	return value === undefined ? undefined : oneOf('numberSelectionBehavior', value, behaviors);
}

function geographicMatchOf({ geoMatch }: IDataObject): IDataObject {
	const match = isRecord(geoMatch) ? geoMatch.match : undefined;
	if (!isRecord(match)) return {};
	return {
		GeoMatchLevel: oneOf('level', match.level, levels),
		GeoMatchParams: match.country || match.areaCode ? placeOf(match) : undefined,
	};
}

/** AWS takes the country and the area code together, or neither. */
function placeOf({ country, areaCode }: IDataObject): IDataObject {
	return {
		Country: textLike('country', country, /^[A-Z]{2}$/, 'two capital letters, such as US'),
		AreaCode: textLike('areaCode', areaCode, /^[0-9]{3}$/, 'three digits, such as 206'),
	};
}
