import type { INodeProperties } from 'n8n-workflow';

import { proxySessionField, voiceConnectorField } from '../locators';
import type { SingleOperation } from '../operation';
import { isRecord } from '../../parameters/validation';
import {
	newCapabilitiesField,
	capabilitiesOf,
	expiryMinutesField,
	expiryMinutesOf,
	outputField,
} from './fields';
import { sessionItems, sessionPath } from './session';

const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add field',
	default: {},
	options: [expiryMinutesField],
};

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_UpdateProxySession.html */
export const update: SingleOperation = {
	awsName: 'UpdateProxySession',
	option: {
		name: 'Update',
		value: 'update',
		action: 'Update a proxy session',
		description: 'Change the capabilities and the expiry of a proxy session',
	},
	fields: [voiceConnectorField, proxySessionField, newCapabilitiesField, outputField, updateFields],
	request: (parameters) => ({
		method: 'POST',
		path: sessionPath(parameters),
		body: {
			Capabilities: capabilitiesOf(parameters),
			ExpiryMinutes: expiryMinutesOf(
				isRecord(parameters.updateFields) ? parameters.updateFields : {},
			),
		},
		isRepeatable: true,
	}),
	items: sessionItems,
};
