import type fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';

import { pageOf, type Entry, type ReadRequest, type State } from '../support/chime/state';
import { assign, boughtNumber, overQuota } from '../support/chime/telephony';
import { byId } from '../support/locator';
import type { Constraint, OperationFixture, SdkInput } from './fixture';
import {
	firstPhoneNumber,
	ids,
	longId,
	phoneNumberId,
	phoneNumbers as phoneNumberList,
	random,
	secondPhoneNumber,
	trueOrFalse,
	voiceConnectorId,
} from './values';

/** One kind of thing of AWS with an id, a list and a path of its own. */
export interface Kind {
	/** AWS's names, of one and of many; the stand-in Chime keeps them under the latter. */
	name: string;
	plural: string;
	resource: [value: string, label: string];
	/** As the node's actions name it, of one and of many. */
	nouns: [one: string, many: string];
	/** The path of the list. */
	path: string;
	/** The parameter with its id. */
	parameter: keyof typeof ids;
	constraint: Constraint;
	sample: Entry;
	randomId(random: typeof fc): fc.Arbitrary<string>;
}

const capital = (text: string) => text[0].toUpperCase() + text.slice(1);

/** A kind of thing, by the parameter with its id and its label in the panel; AWS's names follow from these. */
function kindOf(parameter: keyof typeof ids, label: string, sample: Entry): Kind {
	const value = parameter.replace(/Id$/, '');
	const noun = label.replace(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());
	return {
		name: capital(value),
		plural: `${capital(value)}s`,
		resource: [value, label],
		nouns: [noun, `${noun}s`],
		path: `/${label.toLowerCase().replaceAll(' ', '-')}s`,
		parameter,
		constraint: longId(parameter, label),
		sample,
		randomId: random.id,
	};
}

const created = {
	CreatedTimestamp: '2026-01-15T16:10:10.288Z',
	UpdatedTimestamp: '2026-01-15T16:10:10.288Z',
};
const arn = (path: string) => `arn:aws:chime:us-east-1:111122223333:${path}`;
export const lambdaArn = 'arn:aws:lambda:us-east-1:111122223333:function:calls';

export const phoneNumbers = {
	...kindOf('phoneNumberId', 'Phone Number', {
		PhoneNumberId: firstPhoneNumber,
		PhoneNumberArn: arn(`phone-number/${firstPhoneNumber}`),
		E164PhoneNumber: firstPhoneNumber,
		Country: 'US',
		Type: 'Local',
		ProductType: 'SipMediaApplicationDialIn',
		Status: 'Assigned',
		Capabilities: {
			InboundCall: true,
			OutboundCall: true,
			InboundSMS: false,
			OutboundSMS: false,
			InboundMMS: false,
			OutboundMMS: false,
		},
		Associations: [
			{ Value: ids.sipRuleId, Name: 'SipRuleId', AssociatedTimestamp: created.CreatedTimestamp },
		],
		CallingName: 'Rides Seattle',
		CallingNameStatus: 'UpdateSucceeded',
		...created,
		DeletionTimestamp: '2026-02-15T16:10:10.288Z',
		OrderId: ids.phoneNumberOrderId,
		Name: 'rides',
	}),
	constraint: phoneNumberId,
	randomId: random.phoneNumber,
};

export const phoneNumberOrders = kindOf('phoneNumberOrderId', 'Phone Number Order', {
	PhoneNumberOrderId: ids.phoneNumberOrderId,
	ProductType: 'SipMediaApplicationDialIn',
	Status: 'Successful',
	OrderType: 'New',
	OrderedPhoneNumbers: [{ E164PhoneNumber: firstPhoneNumber, Status: 'Acquired' }],
	...created,
	FocDate: '2026-02-01T00:00:00.000Z',
});

export const sipMediaApplications = kindOf('sipMediaApplicationId', 'SIP Media Application', {
	SipMediaApplicationId: ids.sipMediaApplicationId,
	AwsRegion: 'us-east-1',
	Name: 'Rides',
	Endpoints: [{ LambdaArn: lambdaArn }],
	...created,
	SipMediaApplicationArn: arn(`sma/${ids.sipMediaApplicationId}`),
});

export const sipRules = kindOf('sipRuleId', 'SIP Rule', {
	SipRuleId: ids.sipRuleId,
	Name: 'Rides',
	Disabled: false,
	TriggerType: 'ToPhoneNumber',
	TriggerValue: firstPhoneNumber,
	TargetApplications: [
		{ SipMediaApplicationId: ids.sipMediaApplicationId, Priority: 1, AwsRegion: 'us-east-1' },
	],
	...created,
});

export const voiceConnectors = {
	...kindOf('voiceConnectorId', 'Voice Connector', {
		VoiceConnectorId: ids.voiceConnectorId,
		AwsRegion: 'us-east-1',
		Name: 'Rides',
		OutboundHostName: `${ids.voiceConnectorId}.voiceconnector.chime.aws`,
		RequireEncryption: true,
		...created,
		VoiceConnectorArn: arn(`vc/${ids.voiceConnectorId}`),
		IntegrationType: null,
		NetworkType: 'IPV4_ONLY',
	}),
	constraint: voiceConnectorId,
};

/** AWS's name of the id. */
export const idName = ({ parameter }: Kind) => capital(parameter);

export const locatorOf = ({ parameter }: Kind): INodeParameters => ({
	[parameter]: byId(ids[parameter]),
});

/** The path of one thing, with the name of its id in braces, and with the id of the sample. */
export const pathOf = ({ path, parameter }: Kind) => `${path}/{${parameter}}`;
export const targetOf = ({ path, parameter }: Kind) =>
	`${path}/${encodeURIComponent(ids[parameter])}`;

/** The option of a Get whose record AWS lists, opened. */
export const fetchingFromLists = (parameters: INodeParameters) => ({
	parameters: { ...parameters, options: { fetchFromLists: true } },
	optionLabels: ['Fetch From Lists'],
});

/** Gives the stand-in Chime one thing of a kind. */
export const seedOf =
	(kind: Kind, fields: Entry = {}) =>
	(state: State, given: Record<string, string>) => {
		const id = given[kind.parameter] ?? ids[kind.parameter];
		state.of(kind.plural).set(id, { ...kind.sample, [idName(kind)]: id, ...fields });
	};

/** What fixtures of operations on one thing have in common. */
export function ofOne(
	kind: Kind,
	{
		awsName,
		method,
		operation,
		action,
	}: Pick<OperationFixture, 'awsName' | 'method' | 'operation'> & {
		action?: string;
	},
) {
	const { resource, constraint } = kind;
	return {
		awsName,
		method,
		path: pathOf(kind),
		resource,
		operation,
		action: action ?? `${operation[1]} ${kind.nouns[0]}`,
		parameters: locatorOf(kind),
		response: { statusCode: 200, body: { [kind.name]: kind.sample } },
		example: {
			parameters: locatorOf(kind),
			request: [method, targetOf(kind)] as [string, string, object?],
			items: [JSON.parse(JSON.stringify(kind.sample))],
		},
		seed: seedOf(kind),
		constraints: [constraint],
		panels: [
			{
				name: `${resource[0]}-${operation[0]}`,
				parameters: locatorOf(kind),
				labels: [constraint.label],
				firstOutput: 'Success' as const,
			},
		],
		parity: {
			inputs: (fast: typeof fc): fc.Arbitrary<SdkInput> =>
				fast.record({ [idName(kind)]: kind.randomId(fast) }),
			parameters: (input: SdkInput): object => ({ [kind.parameter]: byId(input[idName(kind)]) }),
			item: (output: SdkInput): unknown => output[kind.name],
		},
	};
}

export function getOf(kind: Kind): OperationFixture {
	const awsName = `Get${kind.name}`;
	const common = ofOne(kind, { awsName, method: 'GET', operation: ['get', 'Get'] });
	return {
		...common,
		panels: common.panels.map((panel) => ({ ...panel, ...fetchingFromLists(panel.parameters) })),
		respond(state, { ids: given }) {
			const found = state.of(kind.plural).get(given[kind.parameter]);
			return found ? [200, { [kind.name]: found }] : [404];
		},
	};
}

export function deleteOf(kind: Kind): OperationFixture {
	const common = ofOne(kind, {
		awsName: `Delete${kind.name}`,
		method: 'DELETE',
		operation: ['delete', 'Delete'],
	});
	return {
		...common,
		response: { statusCode: 204 },
		example: {
			...common.example,
			items: [{ deleted: true, [idName(kind)]: ids[kind.parameter] }],
		},
		parity: { ...common.parity, item: (_output, input) => ({ deleted: true, ...input }) },
		respond: (state, { ids: given }) =>
			state.of(kind.plural).delete(given[kind.parameter]) ? [204] : [404],
	};
}

/** What is different in an operation that changes one thing, or adds one. */
type Change = Pick<OperationFixture, 'awsName' | 'method' | 'constraints'> &
	Partial<Pick<OperationFixture, 'sensitive' | 'ifUncertain'>> & {
		statusCode: number;
		/** Without ids, those with which the operation succeeds, and all. */
		parameters: INodeParameters;
		all: INodeParameters;
		body: object;
		labels: string[];
		inputs(random: typeof fc): Record<string, fc.Arbitrary<unknown>>;
		given(input: SdkInput): object;
	};

/** The node refuses an update of nothing, which AWS takes. */
const setsMoreThanId = (input: object) =>
	Object.values(input).filter((value) => value !== undefined).length > 1;

export function updateOf(kind: Kind, change: Change): OperationFixture {
	const common = ofOne(kind, { ...change, operation: ['update', 'Update'] });
	const [{ labels: own, ...panel }] = common.panels;
	return {
		...common,
		sensitive: change.sensitive,
		parameters: { ...common.parameters, ...change.parameters },
		response: { ...common.response, statusCode: change.statusCode },
		example: {
			...common.example,
			parameters: { ...common.parameters, ...change.all },
			request: [change.method, targetOf(kind), change.body],
		},
		constraints: [...common.constraints, ...change.constraints],
		panels: [
			{
				...panel,
				parameters: { ...common.parameters, ...change.all },
				labels: [...own, ...change.labels],
			},
		],
		parity: {
			...common.parity,
			inputs: (fast) =>
				fast
					.record({ [idName(kind)]: kind.randomId(fast), ...change.inputs(fast) })
					.filter(setsMoreThanId),
			parameters: (input) => ({ ...common.parity.parameters(input), ...change.given(input) }),
		},
		respond(state, { ids: given, body }) {
			const found = state.of(kind.plural).get(given[kind.parameter]);
			if (!found) return [404];
			Object.assign(found, body);
			return [change.statusCode, { [kind.name]: found }];
		},
	};
}

export function createOf(kind: Kind, change: Change & { label?: string }): OperationFixture {
	const operation: [string, string] = ['create', 'Create'];
	const common = ofOne(kind, { ...change, operation });
	return {
		...common,
		path: kind.path,
		sensitive: change.sensitive,
		ifUncertain: change.ifUncertain,
		parameters: change.parameters,
		response: { ...common.response, statusCode: change.statusCode },
		example: {
			...common.example,
			parameters: change.all,
			request: [change.method, kind.path, change.body],
		},
		constraints: change.constraints,
		panels: [{ ...common.panels[0], parameters: change.all, labels: change.labels }],
		parity: {
			...common.parity,
			inputs: (fast) => fast.record(change.inputs(fast)),
			parameters: change.given,
		},
		respond(state, { body, newId }) {
			const refusal = overQuota(state, kind.plural);
			if (refusal) return refusal;
			const id = newId();
			const entry = { ...kind.sample, ...body, [idName(kind)]: id };
			state.of(kind.plural).set(id, entry);
			return [change.statusCode, { [kind.name]: entry }];
		},
	};
}

/** Filters of a list: what the user sets, and what is sent. */
interface Filters {
	parameters: INodeParameters;
	query: string;
	labels: string[];
	constraints: Constraint[];
	inputs(random: typeof fc): Record<string, fc.Arbitrary<unknown>>;
	given(input: SdkInput): object;
	/** Which entries AWS returns. */
	matches(entry: Entry, query: URLSearchParams): boolean;
	/** What the sample has in the place of its own fields, so that this input finds it. */
	found(input: SdkInput): Entry;
}

export function listOf(kind: Kind, filters?: Filters): OperationFixture {
	const { resource, nouns, plural } = kind;
	const common = ofOne(kind, {
		awsName: `List${plural}`,
		method: 'GET',
		operation: ['getAll', 'Get Many'],
		action: `Get many ${nouns[1]}`,
	});
	const all = { returnAll: false, limit: 10, ...(filters && { filters: filters.parameters }) };
	const labels = filters ? ['Filters', ...filters.labels] : [];
	return {
		...common,
		path: kind.path,
		parameters: {},
		response: { statusCode: 200, body: { [plural]: [kind.sample] } },
		example: {
			...common.example,
			parameters: all,
			request: ['GET', `${kind.path}?${filters ? filters.query : 'max-results=10'}`],
		},
		constraints: [
			{
				parameter: 'limit',
				label: 'Limit',
				refused: ['0', '-1', '1.5', 'NaN', 'null', 'undefined'],
				accepted: ["'50'", '1', '99', '100', '101'],
			},
			...(filters?.constraints ?? []),
		],
		panels: [
			{
				name: `${resource[0]}-getAll`,
				parameters: all,
				labels: ['Return All', 'Limit', ...labels],
				firstOutput: 'Success',
			},
		],
		parity: {
			inputs: (fast) =>
				fast.record({ MaxResults: fast.integer({ min: 1, max: 100 }), ...filters?.inputs(fast) }),
			parameters: ({ MaxResults: limit, ...input }) => ({
				limit,
				...(filters && { filters: filters.given(input) }),
			}),
			item: (output) => Object(output[plural])[0],
		},
		seed: (state, given, input) => seedOf(kind, input && filters?.found(input))(state, given),
		respond(state, { query }) {
			const all = [...state.of(plural).values()];
			const found = filters ? all.filter((entry) => filters.matches(entry, query)) : all;
			return pageOf(state, plural, found, query);
		},
	};
}

/** An operation that gets one of the settings of a voice connector. */
export function ofSetting({
	path,
	name,
	sample,
	...texts
}: Pick<OperationFixture, 'awsName' | 'operation' | 'action' | 'path'> & {
	name: string;
	sample: Entry;
}): OperationFixture {
	const common = ofOne(voiceConnectors, { ...texts, method: 'GET' });
	const item = { VoiceConnectorId: ids.voiceConnectorId, ...sample };
	return {
		...common,
		path: `${common.path}${path}`,
		mayBeAbsent: true,
		response: { statusCode: 200, body: { [name]: sample } },
		example: {
			...common.example,
			request: ['GET', `${targetOf(voiceConnectors)}${path}`],
			items: [JSON.parse(JSON.stringify(item))],
		},
		parity: {
			...common.parity,
			item: (output, { VoiceConnectorId }) => ({ VoiceConnectorId, ...Object(output[name]) }),
		},
		respond: (state, { ids: { voiceConnectorId } }) => [
			200,
			{ [name]: state.of(name).get(voiceConnectorId) ?? sample },
		],
	};
}

/** An operation on the phone numbers of a voice connector, which names those that have failed. */
export function bulkOf({
	query: operation,
	done,
	all,
	body,
	...bulk
}: Pick<OperationFixture, 'awsName' | 'operation' | 'constraints'> & {
	query: string;
	/** What the item of a phone number says. */
	done: string;
	/** Parameters beside the phone numbers, and what is sent of them. */
	all: INodeParameters;
	body: object;
	labels: string[];
	inputs(random: typeof fc): Record<string, fc.Arbitrary<unknown>>;
	given(input: SdkInput): object;
	/** AWS's name of what is wrong with a phone number; undefined where it is done. */
	errorOf(number: Entry, ids: Record<string, string>, request: ReadRequest): string | undefined;
}): OperationFixture {
	const { awsName, constraints, labels } = bulk;
	const common = ofOne(voiceConnectors, {
		awsName,
		method: 'POST',
		operation: bulk.operation,
		action: `${bulk.operation[1]} phone numbers`,
	});
	const parameters = { ...common.parameters, e164PhoneNumbers: firstPhoneNumber };
	const both = `${firstPhoneNumber}, ${secondPhoneNumber}`;
	const itemOf = (E164PhoneNumber: string, VoiceConnectorId: string) => ({
		[done]: true,
		E164PhoneNumber,
		VoiceConnectorId,
	});
	return {
		...common,
		query: { operation },
		resource: phoneNumbers.resource,
		parameters,
		response: { statusCode: 200, body: { PhoneNumberErrors: [] } },
		example: {
			parameters: { ...parameters, e164PhoneNumbers: both, ...all },
			request: [
				'POST',
				`${targetOf(voiceConnectors)}?operation=${operation}`,
				{ E164PhoneNumbers: [firstPhoneNumber, secondPhoneNumber], ...body },
			],
			items: [firstPhoneNumber, secondPhoneNumber].map((each) =>
				itemOf(each, ids.voiceConnectorId),
			),
		},
		isShared: true,
		sensitive: ['e164PhoneNumbers'],
		/** Phone numbers that the voice connector has. */
		seed(state, given, { E164PhoneNumbers = [firstPhoneNumber, secondPhoneNumber] } = {}) {
			seedOf(voiceConnectors)(state, given);
			for (const each of Object.values(Object(E164PhoneNumbers)).map(String)) {
				const number = boughtNumber(each, { ProductType: 'VoiceConnector' }, new Date());
				const connector = given.voiceConnectorId ?? ids.voiceConnectorId;
				assign(number, ['VoiceConnectorId', connector], new Date());
				state.of('PhoneNumbers').set(each, number);
			}
		},
		constraints: [
			...common.constraints,
			phoneNumberList('e164PhoneNumbers', 'Phone Numbers'),
			...constraints,
		],
		panels: [
			{
				name: `phoneNumber-${bulk.operation[0]}`,
				parameters: { ...parameters, ...all },
				labels: [common.constraints[0].label, 'Phone Numbers', ...labels],
				firstOutput: 'Success',
			},
		],
		parity: {
			inputs: (fast) =>
				fast.record({
					VoiceConnectorId: random.id(fast),
					E164PhoneNumbers: fast.uniqueArray(random.phoneNumber(fast), {
						minLength: 1,
						maxLength: 20,
					}),
					...bulk.inputs(fast),
				}),
			parameters: ({ VoiceConnectorId, E164PhoneNumbers, ...input }) => ({
				voiceConnectorId: byId(VoiceConnectorId),
				e164PhoneNumbers: Object(E164PhoneNumbers).join(', '),
				...bulk.given(input),
			}),
			item: (_output, input) =>
				itemOf(Object(input.E164PhoneNumbers)[0], String(input.VoiceConnectorId)),
		},
		respond(state, request) {
			const { ids: given, body: sent } = request;
			if (!state.of('VoiceConnectors').has(given.voiceConnectorId)) return [404];
			const errors = Object.values(Object(sent.E164PhoneNumbers)).flatMap((each) => {
				const number = state.of('PhoneNumbers').get(String(each));
				const ErrorCode = number ? bulk.errorOf(number, given, request) : 'NotFound';
				// AWS encodes the number in its id.
				const PhoneNumberId = `%2B${String(each).slice(1)}`;
				return ErrorCode
					? [{ PhoneNumberId, ErrorCode, ErrorMessage: `${ErrorCode}: ${each}` }]
					: [];
			});
			return [200, { PhoneNumberErrors: errors }];
		},
	};
}

/** An operation that sets one of the settings of a voice connector, without keeping the others. */
export function settingOf({
	path,
	name,
	sample,
	parameters,
	...setting
}: Pick<OperationFixture, 'awsName' | 'operation' | 'action' | 'path' | 'constraints'> &
	Pick<Change, 'labels' | 'inputs' | 'given'> & {
		name: string;
		sample: Entry;
		/** What the user sets for the sample. */
		parameters: INodeParameters;
		sensitive?: string[];
	}): OperationFixture {
	const { operation, labels, inputs, given, ...texts } = setting;
	const common = ofOne(voiceConnectors, { ...texts, operation, method: 'PUT' });
	const all = { ...common.parameters, keepOtherSettings: false, updateFields: parameters };
	return {
		...common,
		sensitive: setting.sensitive,
		path: `${common.path}${path}`,
		parameters: all,
		response: { statusCode: 200, body: { [name]: sample } },
		example: {
			parameters: all,
			request: ['PUT', `${targetOf(voiceConnectors)}${path}`, { [name]: sample }],
			items: [JSON.parse(JSON.stringify({ VoiceConnectorId: ids.voiceConnectorId, ...sample }))],
		},
		constraints: [
			...common.constraints,
			{ ...trueOrFalse('keepOtherSettings', 'Keep Other Settings'), accepted: ['false'] },
			...setting.constraints,
		],
		panels: [
			{
				...common.panels[0],
				parameters: all,
				labels: [
					common.constraints[0].label,
					...['Keep Other Settings', 'Update Fields'],
					...labels,
				],
			},
		],
		parity: {
			inputs: (fast) =>
				fast
					.record({ VoiceConnectorId: voiceConnectors.randomId(fast), ...inputs(fast) })
					.filter(setsMoreThanId)
					.map(({ VoiceConnectorId, ...values }) => ({ VoiceConnectorId, [name]: values })),
			parameters: (input) => ({
				...common.parity.parameters(input),
				keepOtherSettings: false,
				updateFields: given(Object(input[name])),
			}),
			item: (output, { VoiceConnectorId }) => ({ VoiceConnectorId, ...Object(output[name]) }),
		},
		respond(state, { ids: { voiceConnectorId }, body }) {
			if (!state.of('VoiceConnectors').has(voiceConnectorId)) return [404];
			const settings: Entry = Object(body[name]);
			state.of(name).set(voiceConnectorId, settings);
			return [200, { [name]: settings }];
		},
	};
}
