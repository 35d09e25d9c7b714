import { choice, filters, id } from '../fields';
import { getMany as getManyOf } from '../getMany';
import { asItem } from '../results';
import { phoneNumbers, productType } from './phoneNumber';

const status = choice({
	displayName: 'Status',
	name: 'status',
	in: 'query',
	options: [
		{ name: 'Acquire Failed', value: 'AcquireFailed' },
		{ name: 'Acquire In Progress', value: 'AcquireInProgress' },
		{ name: 'Assigned', value: 'Assigned' },
		{ name: 'Cancelled', value: 'Cancelled' },
		{ name: 'Delete Failed', value: 'DeleteFailed' },
		{ name: 'Delete In Progress', value: 'DeleteInProgress' },
		{ name: 'Port-In Cancel Requested', value: 'PortinCancelRequested' },
		{ name: 'Port-In In Progress', value: 'PortinInProgress' },
		{ name: 'Release Failed', value: 'ReleaseFailed' },
		{ name: 'Release In Progress', value: 'ReleaseInProgress' },
		{ name: 'Unassigned', value: 'Unassigned' },
	],
	default: 'Unassigned',
	description: 'Only phone numbers in this state',
});

const association = choice({
	displayName: 'Association',
	name: 'filterName',
	in: 'query',
	pairedWith: 'filterValue',
	options: [
		{ name: 'SIP Rule', value: 'SipRuleId' },
		{ name: 'Voice Connector', value: 'VoiceConnectorId' },
		{ name: 'Voice Connector Group', value: 'VoiceConnectorGroupId' },
	],
	default: 'VoiceConnectorId',
	description:
		'Only phone numbers with an association of this kind. AWS also needs Association ID.',
});

const associationId = id({
	displayName: 'Association ID',
	name: 'filterValue',
	in: 'query',
	pairedWith: 'filterName',
	description: 'Only phone numbers that are associated with this ID. AWS also needs Association.',
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ListPhoneNumbers.html */
export const getMany = getManyOf(phoneNumbers, {
	option: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many phone numbers',
		description: 'Get the phone numbers in the inventory of the AWS account',
	},
	fields: [
		filters(
			status,
			{ ...productType, in: 'query', awsName: 'product-type' },
			association,
			associationId,
		),
	],
	entryItems: asItem,
});
