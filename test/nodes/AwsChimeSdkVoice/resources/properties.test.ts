import type { INodeProperties } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { resources } from '../../../../nodes/AwsChimeSdkVoice/resources';

const { properties: all } = new AwsChimeSdkVoice().description;
const properties = all.filter(({ type }) => type !== 'hidden');

const shows = ({ displayOptions }: INodeProperties, name: string, value: unknown) =>
	displayOptions?.show?.[name]?.some((each) => each === value) === true;

const withoutConditions = (property: INodeProperties) => ({ ...property, displayOptions: {} });

const operations = resources.flatMap((resource) =>
	resource.operations.map(
		(operation) =>
			[`${resource.option.name} → ${operation.option.name}`, resource, operation] as const,
	),
);

test.each(operations)(
	'%s shows the fields of its record, in their order',
	(...[, resource, each]) => {
		const shown = properties
			.filter((property) => shows(property, 'resource', resource.option.value))
			.filter((property) => shows(property, 'operation', each.option.value))
			.filter(({ type }) => type !== 'notice');
		expect(shown.map(withoutConditions)).toEqual(
			each.fields.map(({ property }) => withoutConditions(property)),
		);
	},
);

test('a field that operations of a resource share is one property', () => {
	const locators = properties.filter(
		(property) =>
			property.name === 'voiceConnectorId' && shows(property, 'resource', 'proxySession'),
	);
	expect(locators.map(({ displayOptions }) => displayOptions?.show?.operation)).toEqual([
		['create', 'delete', 'get', 'getAll', 'update'],
	]);
});

test('a search brings few phone numbers by default, and the panel of an order says what it costs', () => {
	const shown = (resource: string, operation: string) =>
		all.filter(
			(property) =>
				shows(property, 'resource', resource) && shows(property, 'operation', operation),
		);
	const limits = shown('phoneNumber', 'search').filter(({ name }) => name === 'limit');
	expect(limits.map((limit) => limit.default)).toEqual([5]);
	const notices = shown('phoneNumberOrder', 'create').filter(({ type }) => type === 'notice');
	expect(notices.map(({ displayName }) => displayName)).toEqual([
		expect.stringMatching(/input item is an order.*AWS charges.*each month/),
	]);
});
