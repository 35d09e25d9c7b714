import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { fixtureOf, parametersOf } from '../operations';
import { byId } from '../support/locator';
import { ids } from '../operations/values';
import { startChime, type Chime } from '../support/chime/server';
import { credentialFor } from '../support/credential';
import { runNode } from '../support/engine/chimeNode';
import { succeed } from '../support/engine/runOne';
import { key } from '../support/keys';

let chime: Chime;
let awsName: string;

beforeAll(async () => {
	chime = await startChime({
		keys: [key],
		intercept: (...exchange) => {
			succeed(fixtureOf(awsName))(...exchange);
			return true;
		},
	});
});

beforeEach(() => void (chime.received.length = 0));
afterAll(async () => await chime.close());

/** Runs an operation over one input item whose field has another name than the expressions say. */
async function run(name: string, parameters: INodeParameters) {
	awsName = name;
	const { outputs, error } = await runNode({
		items: [{ sma_id: 'abc' }],
		credential: credentialFor(chime.url),
		parameters: { ...parametersOf(fixtureOf(name)), ...parameters },
	});
	expect(error).toBeUndefined();
	const [failure]: IDataObject[] = outputs[1].map(({ json }) => json);
	return {
		refused: failure && [failure.code, failure.attempts, failure.message],
		sent: chime.received.map(({ target, body }) => `${target} ${body.toString()}`.trim()),
	};
}

const missing = '={{ $json.smaId }}';
const noValue = 'has no value: correct its expression, or give the input item a value.';
const rule = { sipRuleId: byId('a'), name: 'a' };

/** A parameter that the node has, and what the user is told instead of a request without it. */
const refused: Array<[awsName: string, parameters: INodeParameters, message: string]> = [
	[
		'ListSipRules',
		{ filters: { sipMediaApplicationId: missing } },
		`Filters → SIP Media Application" ${noValue}`,
	],
	[
		'ListSipRules',
		{ filters: { sipMediaApplicationId: '={{ null }}' } },
		`Filters → SIP Media Application" ${noValue}`,
	],
	['ListSipRules', { filters: missing }, `Filters" ${noValue}`],
	[
		'ListSipRules',
		{ filters: '={{ "abc" }}' },
		'Filters" must be an object with the names and values of its fields.',
	],
	[
		'ListSipRules',
		{ filters: '={{ { sipMediaApplicationId: $json.smaId } }}' },
		`Filters → SIP Media Application" ${noValue}`,
	],
	[
		'ListSipRules',
		{ filters: { smaId: 'abc' } },
		'Filters" has no field "smaId": it takes sipMediaApplicationId.',
	],
	[
		'ListSipRules',
		{ filters: '={{ { smaId: "abc" } }}' },
		'Filters" has no field "smaId": it takes ',
	],
	['ListSipRules', { returnAll: missing }, `Return All" ${noValue}`],
	['ListSipRules', { options: { timeout: missing } }, `Options → Timeout" ${noValue}`],
	['ListSipRules', { options: { timout: 5 } }, 'Options" has no field "timout": it takes '],
	['ListSipRules', { options: missing }, `Options" ${noValue}`],
	['ListSipRules', { options: '={{ { timeout: "soon" } }}' }, 'Options → Timeout" must be a whole'],
	[
		'ListPhoneNumbers',
		{ filters: { filterValue: '' } },
		'Filters → Association" must be given together with "Association ID".',
	],
	['UpdatePhoneNumber', { updateFields: { name: missing } }, `Update Fields → Name" ${noValue}`],
	[
		'UpdatePhoneNumber',
		{ updateFields: {} },
		'Update Fields" has no field, so there is nothing to set: add a field.',
	],
	[
		'PutVoiceConnectorTermination',
		{ updateFields: {} },
		'Update Fields" has no field, so there is nothing to set: add a field.',
	],
	[
		'PutVoiceConnectorTermination',
		{ keepOtherSettings: true, updateFields: {} },
		'Update Fields" has no field, so there is nothing to set: add a field.',
	],
	[
		'PutVoiceConnectorTermination',
		{ keepOtherSettings: missing },
		`Keep Other Settings" ${noValue}`,
	],
	[
		'AssociatePhoneNumbersWithVoiceConnector',
		{ forceAssociate: missing },
		`Force Associate" ${noValue}`,
	],
	[
		'CreateProxySession',
		{
			additionalFields: {
				geoMatch: { match: { level: 'AreaCode', country: missing, areaCode: missing } },
			},
		},
		`Additional Fields → Geographic Match → Country" ${noValue}`,
	],
	[
		'CreateProxySession',
		{ additionalFields: { geoMatch: {} } },
		`Additional Fields → Geographic Match" ${noValue}`,
	],
	[
		'CreateSipMediaApplicationCall',
		{ additionalFields: { argumentsMap: { x: missing } } },
		`Additional Fields → Arguments → Value" ${noValue}`,
	],
	[
		'CreateSipMediaApplicationCall',
		{ additionalFields: { argumentsMap: missing } },
		`Additional Fields → Arguments" ${noValue}`,
	],
	[
		'UpdateSipRule',
		{ ...rule, updateFields: { targetApplications: {} } },
		'Update Fields → Target Applications" must hold from 1 to 25 entries.',
	],
	[
		'DeleteSipRule',
		{ sipRuleId: byId('a'), options: { disableFirst: missing } },
		`Options → Disable First" ${noValue}`,
	],
];

test.each(refused)('%s with %j sends nothing', async (name, parameters, message) => {
	const { refused: found, sent } = await run(name, parameters);
	expect(sent).toEqual([]);
	expect(found).toEqual([
		'InvalidParameter',
		0,
		expect.stringContaining(`The parameter "${message}`),
	]);
	expect(String(found[2])).toMatch(/\. \[item 0\]$/);
});

const application = { SipMediaApplicationId: 'a', Priority: 1, AwsRegion: 'us-east-1' };
const route = { Host: 'a', Port: 1, Protocol: 'UDP', Priority: 2, Weight: 3 };
const expression = (value: unknown) => `={{ ${JSON.stringify(value, null, 1)} }}`;

/** Values of collections that n8n takes out of the node, or replaces, and what is sent. */
const sent: Array<[awsName: string, parameters: INodeParameters, part: string | RegExp]> = [
	[
		'ListSipRules',
		{ filters: expression({ sipMediaApplicationId: 'abc' }) },
		'sip-media-application=abc',
	],
	// n8n's editor keeps the fields of the operation that was chosen before.
	['ListSipRules', { filters: { status: 'Open' } }, '/sip-rules?max-results=50'],
	[
		'CreateSipMediaApplicationCall',
		{ additionalFields: { argumentsMap: { x: '1' } } },
		'"ArgumentsMap":{"x":"1"}',
	],
	[
		'CreateSipMediaApplicationCall',
		{ additionalFields: { argumentsMap: expression({ x: '1' }) } },
		'"ArgumentsMap":{"x":"1"}',
	],
	[
		'CreateSipMediaApplicationCall',
		{ additionalFields: expression({ sipHeaders: { 'x-a': 'b' } }) },
		'"SipHeaders":{"x-a":"b"}',
	],
	['UpdateSipMediaApplicationCall', { arguments: expression({ x: 1 }) }, '"Arguments":{"x":"1"}'],
	[
		'CreateSipRule',
		{ targetApplications: expression([application]) },
		JSON.stringify([application]),
	],
	[
		'PutVoiceConnectorOrigination',
		{ updateFields: { routes: expression([route]) } },
		JSON.stringify([route]),
	],
	[
		'PutVoiceConnectorOrigination',
		{ updateFields: { routes: { route: [{ host: 'a' }] } } },
		'"Host":"a","Port":5060,"Protocol":"TCP","Priority":1,"Weight":1',
	],
	['PutVoiceConnectorOrigination', { updateFields: { routes: '={{ [] }}' } }, '"Routes":[]'],
	[
		'PutVoiceConnectorTermination',
		{ updateFields: { cidrAllowedList: '={{ [] }}' } },
		'"CidrAllowedList":[]',
	],
	[
		'CreateProxySession',
		{ additionalFields: { geoMatch: { match: { level: 'Country' } } } },
		'"GeoMatchLevel":"Country"}',
	],
	[
		'CreatePhoneNumberOrder',
		{ e164PhoneNumbers: '={{ [{ E164PhoneNumber: "+12065550100" }] }}' },
		'"E164PhoneNumbers":["+12065550100"]',
	],
	[
		'GetVoiceConnector',
		{ voiceConnectorId: byId(`={{ "${ids.voiceConnectorId}\\n" }}`) },
		new RegExp(`/${ids.voiceConnectorId}$`),
	],
];

test.each(sent)('%s with %j is sent', async (name, parameters, part) => {
	const { refused: found, sent: wire } = await run(name, parameters);
	expect(found).toBeUndefined();
	expect(wire).toHaveLength(1);
	expect(wire[0]).toMatch(part);
});
