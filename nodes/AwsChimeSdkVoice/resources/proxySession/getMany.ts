import type { INodeProperties } from 'n8n-workflow';

import { pagePath } from '../../transport/pages';
import { voiceConnectorField } from '../locators';
import type { ListOperation, Parameters } from '../operation';
import { isRecord, oneOf, wholeNumber } from '../../parameters/validation';
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
export const getMany: ListOperation = {
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
	list: { field: 'ProxySessions' },
	request: (parameters, page) => ({
		method: 'GET',
		path: pagePath(sessionsPath(parameters), page, statusOf(parameters)),
	}),
	most: ({ returnAll, limit }) =>
		returnAll === true ? Infinity : wholeNumber('limit', limit, 1, Infinity),
	itemsOf: itemsOfSession,
};

function statusOf({ filters }: Parameters): string | undefined {
	const status = isRecord(filters) ? filters.status : undefined;
	const known = statuses.map(({ value }) => value);
	return status === undefined ? undefined : oneOf('status', status, known);
}
