import { assign, boughtNumber } from '../support/chime/telephony';
import type { OperationFixture } from './fixture';
import { createOf, seedOf, sipMediaApplications, sipRules } from './kinds';
import {
	awsName,
	firstPhoneNumber,
	missing,
	phoneNumber,
	random,
	targetApplications,
} from './values';

const targets = [{ SipMediaApplicationId: 'sma', Priority: 1, AwsRegion: 'us-east-1' }];
const application = { sipMediaApplicationId: 'sma', priority: 1, awsRegion: 'us-east-1' };
const parameters = {
	name: 'Rides',
	triggerType: 'ToPhoneNumber',
	triggerValue: firstPhoneNumber,
	targetApplications: { application: [application] },
};

const common = createOf(sipRules, {
	awsName: 'CreateSipRule',
	method: 'POST',
	statusCode: 201,
	parameters,
	all: { ...parameters, additionalFields: { disabled: true } },
	body: {
		Name: 'Rides',
		TriggerType: 'ToPhoneNumber',
		TriggerValue: firstPhoneNumber,
		Disabled: true,
		TargetApplications: targets,
	},
	labels: [
		...['Name', 'Trigger Type', 'Trigger Value', 'Target Applications'],
		...['SIP Media Application', 'Priority', 'AWS Region', 'Additional Fields', 'Disabled'],
	],
	ifUncertain: /\bmay have been created\b.*\bGet Many\b.*\bbefore creating it again\b/,
	sensitive: ['triggerValue'],
	constraints: [
		awsName('name', 'Name'),
		{
			parameter: 'triggerType',
			label: 'Trigger Type',
			enumeration: 'SipRuleTriggerType',
			refused: ["'Number'", "''", '1', ...missing],
			accepted: [],
		},
		phoneNumber('triggerValue', 'Trigger Value'),
		...targetApplications('targetApplications', 'Target Applications'),
	],
	inputs: (fc) => ({
		Name: fc.stringMatching(/^[a-zA-Z0-9 _.-]{1,60}$/),
		TriggerType: fc.constantFrom('ToPhoneNumber', 'RequestUriHostname'),
		TriggerValue: random.phoneNumber(fc),
		TargetApplications: fc.constant(targets),
		Disabled: random.optional(fc, fc.boolean()),
	}),
	given: ({ Name, TriggerType, TriggerValue, Disabled: disabled }) => ({
		...parameters,
		name: Name,
		triggerType: TriggerType,
		triggerValue: TriggerValue,
		additionalFields: { disabled },
	}),
});

export const fixture: OperationFixture = {
	...common,
	/** A free phone number and an application, which the rule needs. */
	seed(state, _ids, { TriggerValue = firstPhoneNumber } = {}) {
		const order = { ProductType: 'SipMediaApplicationDialIn' };
		const number = String(TriggerValue);
		state.of('PhoneNumbers').set(number, boughtNumber(number, order, new Date()));
		seedOf(sipMediaApplications)(state, { sipMediaApplicationId: 'sma' });
	},
	respond(state, request) {
		const { TriggerType, TriggerValue, TargetApplications } = request.body;
		const applications = state.of('SipMediaApplications');
		const isKnown = (target: unknown) =>
			applications.has(String(Object(target).SipMediaApplicationId));
		if (!Object.values(Object(TargetApplications)).every(isKnown)) return [404];
		if (TriggerType !== 'ToPhoneNumber') return common.respond(state, request);
		const number = state.of('PhoneNumbers').get(String(TriggerValue));
		if (!number) return [404];
		if (number.Status !== 'Unassigned') return [409, 'ConflictException'];
		const id = request.newId();
		assign(number, ['SipRuleId', id], request.now);
		return common.respond(state, { ...request, newId: () => id });
	},
};
