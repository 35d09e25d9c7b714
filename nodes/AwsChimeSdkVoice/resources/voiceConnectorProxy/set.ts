import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { voiceConnectorField } from '../locators';
import { InvalidParameter, type SingleOperation } from '../operation';
import {
	isRecord,
	listOf,
	phoneNumber,
	textLike,
	trueOrFalse,
	wholeNumber,
} from '../../parameters/validation';
import { proxyItems, proxyPath } from './proxy';

const mostCountries = 100;

const expiryField: INodeProperties = {
	displayName: 'Default Expiry (Minutes)',
	name: 'defaultSessionExpiryMinutes',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 0 },
	default: 60,
	required: true,
	description: 'How many minutes a session lasts that is created without an expiry of its own',
};

const countriesField: INodeProperties = {
	displayName: 'Countries',
	name: 'phoneNumberPoolCountries',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. US, CA',
	description:
		'Which countries the numbers of the pool are from: two capital letters each (ISO 3166-1), with commas between them',
};

const additionalFields: INodeProperties = {
	displayName: 'Additional Fields',
	name: 'additionalFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: [
		{
			displayName: 'Disabled',
			name: 'disabled',
			type: 'boolean',
			default: false,
			description: 'Whether to let no new proxy sessions be created on the voice connector',
		},
		{
			displayName: 'Fallback Phone Number',
			name: 'fallBackPhoneNumber',
			type: 'string',
			default: '',
			placeholder: 'e.g. +12065550100',
			description: 'Where calls go after their session has expired, in E.164 form',
		},
	],
};

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_PutVoiceConnectorProxy.html */
export const set: SingleOperation = {
	awsName: 'PutVoiceConnectorProxy',
	option: {
		name: 'Set',
		value: 'set',
		action: 'Set the proxy of a voice connector',
		description: 'Let a voice connector have proxy sessions, set up anew',
	},
	fields: [voiceConnectorField, expiryField, countriesField, additionalFields],
	request: (parameters) => ({
		method: 'PUT',
		path: proxyPath(parameters),
		body: {
			DefaultSessionExpiryMinutes: wholeNumber(
				'defaultSessionExpiryMinutes',
				parameters.defaultSessionExpiryMinutes,
				0,
				Infinity,
			),
			PhoneNumberPoolCountries: countriesOf(parameters.phoneNumberPoolCountries),
			...additional(parameters.additionalFields),
		},
	}),
	items: proxyItems,
};

function countriesOf(value: unknown): string[] {
	const name = 'phoneNumberPoolCountries';
	const countries = listOf(value);
	if (countries.length < 1 || countries.length > mostCountries)
		throw new InvalidParameter(name, `must hold from 1 to ${mostCountries} countries`);
	return countries.map((country) =>
		textLike(name, country, /^[A-Z]{2}$/, 'countries of two capital letters, such as US'),
	);
}

function additional(value: unknown): IDataObject {
	const { fallBackPhoneNumber, disabled }: IDataObject = isRecord(value) ? value : {};
	return {
		FallBackPhoneNumber:
			fallBackPhoneNumber === undefined
				? undefined
				: phoneNumber('fallBackPhoneNumber', fallBackPhoneNumber),
		Disabled: disabled === undefined ? undefined : trueOrFalse('disabled', disabled),
	};
}
