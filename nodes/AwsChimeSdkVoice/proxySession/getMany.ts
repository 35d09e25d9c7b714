import type { INodeProperties } from 'n8n-workflow';

import { entriesOf, nextTokenOf, pagePath } from '../lists';
import { voiceConnectorField } from '../locators';
import type { Operation, Parameters } from '../operation';
import { isRecord, oneOf, wholeNumber } from '../values';
import { outputField, statuses } from './fields';
import { itemsOfSession, sessionsPath } from './session';

const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	displayOptions: { show: { returnAll: [false] } },
	description: 'Max number of results to return',
};

const filtersField: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add filter',
	default: {},
	options: [
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			options: statuses,
			default: 'Open',
			description: 'Only sessions in this state',
		},
	],
};

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListProxySessions.html */
export const getMany: Operation = {
	awsName: 'ListProxySessions',
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many proxy sessions',
		description: 'Get the proxy sessions of a voice connector',
	},
	fields: [
		voiceConnectorField,
		returnAllField,
		limitField,
		{ ...outputField, default: 'session' },
		filtersField,
	],
	request: (parameters) => ({
		method: 'GET',
		path: pagePath(sessionsPath(parameters), {
			size: limitOf(parameters),
			token: tokenOf(parameters),
			status: statusOf(parameters),
		}),
	}),
	items(body, parameters) {
		const sessions = entriesOf(body, 'ProxySessions')?.slice(0, limitOf(parameters));
		const items = sessions?.map((session) => itemsOfSession(session, parameters));
		return items?.every((each) => each !== undefined) ? items.flat() : undefined;
	},
	rest(body, parameters) {
		const token = nextTokenOf(body);
		const left = limitOf(parameters) - (entriesOf(body, 'ProxySessions')?.length ?? 0);
		return token && left > 0 ? { ...parameters, nextToken: token, limit: left } : undefined;
	},
};

function limitOf({ returnAll, limit }: Parameters): number {
	return returnAll === true ? Infinity : wholeNumber('limit', limit, 1, Infinity);
}

function tokenOf({ nextToken }: Parameters): string | undefined {
	return typeof nextToken === 'string' ? nextToken : undefined;
}

function statusOf({ filters }: Parameters): string | undefined {
	const status = isRecord(filters) ? filters.status : undefined;
	const known = statuses.map(({ value }) => value);
	return status === undefined ? undefined : oneOf('status', status, known);
}
