import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../parameters/validation';
import { choice, choices, wholeNumber } from '../fields';
import { locator } from '../locators';
import type { ItemsOf } from '../operation';
import { defineList, type NodeField } from '../record';
import { behind } from '../results';
import { voiceConnector } from '../voiceConnector/voiceConnector';

/** The end of AWS's support for proxy sessions. */
export const retired = '2026-04-07';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListProxySessions.html */
export const proxySessions = defineList({
	awsName: 'ListProxySessions',
	path: '/voice-connectors/{voiceConnectorId}/proxy-sessions',
	fields: [voiceConnector],
	entries: 'ProxySessions',
	idField: 'ProxySessionId',
	details: ['CreatedTimestamp'],
	changing: ['Status'],
	largestPage: 100,
	retired,
});

export const proxySession = locator({
	displayName: 'Proxy Session',
	name: 'proxySessionId',
	description: 'The proxy session that connects the participants',
	list: proxySessions,
	example: '123a4bc5-67d8-901e-2f3g-h4ghjk56789l',
});

export const sessionPath = `${proxySessions.path}/{proxySessionId}`;

export const output: NodeField = {
	property: {
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Participants',
				value: 'participants',
				description:
					'One item per participant, with the phone numbers and the fields of the session',
			},
			{
				name: 'Session',
				value: 'session',
				description: 'One item per session, as AWS sends it',
			},
		],
		default: 'participants',
		description: 'Whether an item is a participant or a session',
	},
};

export const capabilities = choices({
	displayName: 'Capabilities',
	name: 'capabilities',
	options: ['SMS', 'Voice'].map((value) => ({ name: value, value })),
	default: ['Voice', 'SMS'],
	required: true,
	description: 'How the participants can reach each other',
});

export const expiryMinutes = wholeNumber({
	displayName: 'Expiry (Minutes)',
	name: 'expiryMinutes',
	least: 1,
	default: 60,
	description: 'How many minutes the session lasts',
});

export const status = choice({
	displayName: 'Status',
	name: 'status',
	in: 'query',
	options: [
		{ name: 'Closed', value: 'Closed' },
		{ name: 'In Progress', value: 'InProgress' },
		{ name: 'Open', value: 'Open' },
	],
	default: 'Open',
	description: 'Only sessions in this state',
});

/** A session of AWS has 2 participants; one with far more is not AWS's. */
export const mostParticipants = 100;

/**
 * A session as the parameter `output` wants it: as AWS sends it, or one item per participant with
 * `PhoneNumber` and `ProxyPhoneNumber` (null where AWS sent none) and every other field of the session.
 * A session without participants gives no item; entries that are no participant are passed over.
 *
 * @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ProxySession.html
 */
export const sessionItems: ItemsOf<IDataObject> = (session, { parameters }) => {
	const { Participants, ...fields } = session;
	const participants: unknown = Participants ?? [];
	const isList = Array.isArray(participants);
	if (isList && participants.length > mostParticipants) return undefined;
	if (parameters.output === 'session') return [session];
	if (!isList) return undefined;
	return participants.filter(isRecord).map(({ PhoneNumber, ProxyPhoneNumber }) => {
		const numbers = {
			PhoneNumber: PhoneNumber ?? null,
			ProxyPhoneNumber: ProxyPhoneNumber ?? null,
		};
		return behind(numbers, fields);
	});
};
