import { sampleSession, startChime, type Chime, type ChimeOptions } from '../chime/server';
import { assign, awsQuotas, boughtNumber } from '../chime/telephony';
import { key } from '../keys';
import { phoneNumberOrders, sipMediaApplications, sipRules } from '../../operations/kinds';
import { ids } from '../../operations/values';
import { installPackage } from './communityPackage';
import { storeBasicAuth, storeCredential, storeHeaderAuth } from './credential';
import { create, type Stored } from './editor';
import { startN8n, type N8n } from './n8n';
import { startSink, type Notification, type Sink } from './sink';
import { credentialType, example, exampleFiles, type Credential } from './workflows';

/** An n8n to look at: with the package, a loopback Chime and web hook, and the examples, ready to run. */
export interface Playground {
	n8n: N8n;
	chime: Chime;
	sink: Sink;
	/** For the loopback Chime. */
	credential: Credential;
	/** By file name. */
	examples: Map<string, Stored>;
}

/** Starts an n8n for it, too. */
export async function startPlayground(
	onNotification?: (notification: Notification) => void,
	intercept?: ChimeOptions['intercept'],
): Promise<Playground> {
	const n8n = await startN8n();
	await installPackage(n8n);
	return await preparePlayground(n8n, onNotification, intercept);
}

/** In an n8n that has the package. */
export async function preparePlayground(
	n8n: N8n,
	onNotification?: (notification: Notification) => void,
	intercept?: ChimeOptions['intercept'],
): Promise<Playground> {
	const chime = await startChime({ keys: [key], quotas: awsQuotas, intercept });
	populate(chime);
	const sink = await startSink(onNotification);
	const credential = await storeCredential(n8n, chime);
	const credentials = {
		[credentialType]: credential,
		httpHeaderAuth: await storeHeaderAuth(n8n),
		httpBasicAuth: await storeBasicAuth(n8n),
	};
	const examples = new Map<string, Stored>();
	for (const file of exampleFiles)
		examples.set(file, await create(n8n, await example(file, credentials, sink.url, n8n.url)));
	return { n8n, chime, sink, credential, examples };
}

const day = 24 * 60;
const before = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

/** The voice connector of the sample session, and two more; ages in minutes. */
const connectors: Array<[id: string, name: string, age: number]> = [
	[sampleSession.VoiceConnectorId, 'Rides Seattle', 400 * day],
	['bcdefg2hijk3lmnop4qrs5', 'Rides Portland', 92 * day],
	['cdefgh3ijkl4mnopq5rst6', 'Couriers', 3 * day],
];

/** Sessions of the connector at this position; ages in minutes. */
const sessions: Array<[connector: number, name: string | null, status: string, age: number]> = [
	[0, 'Ride 4711', 'Open', 3],
	[0, 'Ride 4712', 'InProgress', 48],
	[0, 'Ride 4713', 'Open', 5 * 60],
	[0, 'Ride 4714', 'Closed', 26 * 60],
	[0, null, 'Closed', 11 * day],
	[1, 'Ride 815', 'Open', 14],
	[1, 'Ride 816', 'Closed', 9 * 60],
	[2, 'Parcel 99', 'Open', 75],
];

/** Gives the loopback Chime what one would choose from in the node's lists. */
function populate(chime: Chime): void {
	const { add, addConnector } = chime;
	populateTelephony(chime);
	for (const [VoiceConnectorId, Name, age] of connectors)
		addConnector({ VoiceConnectorId, Name, CreatedTimestamp: before(age) });
	sessions.forEach(([connector, Name, Status, age], index) =>
		add({
			...sampleSession,
			VoiceConnectorId: connectors[connector][0],
			ProxySessionId: `${index}b5d1c9e-3f27-4a60-9c41-7d0e8a52f3${index}0`,
			...{ Name, Status, CreatedTimestamp: before(age), UpdatedTimestamp: before(age) },
			EndedTimestamp: Status === 'Closed' ? before(age - 60) : null,
		}),
	);
}

/** A SIP media application, phone numbers with and without a SIP rule, and an order for them. */
function populateTelephony({ state }: Chime): void {
	const now = new Date(Date.now() - 20 * day * 60_000);
	const times = { CreatedTimestamp: before(20 * day), UpdatedTimestamp: before(20 * day) };
	const application = { ...sipMediaApplications.sample, ...times };
	state.of('SipMediaApplications').set(ids.sipMediaApplicationId, application);
	const rule = { ...sipRules.sample, Name: 'Rides Seattle', ...times };
	state.of('SipRules').set(ids.sipRuleId, rule);

	const order = { ...phoneNumberOrders.sample, ...times };
	const numbers = ['+12065550100', '+12065550101', '+12065550102'];
	for (const number of numbers)
		state.of('PhoneNumbers').set(number, boughtNumber(number, order, now));
	const [first, , third] = numbers.map((number) => state.of('PhoneNumbers').get(number) ?? {});
	assign(first, ['SipRuleId', ids.sipRuleId], now);
	Object.assign(third, { ProductType: 'VoiceConnector' });
	assign(third, ['VoiceConnectorId', sampleSession.VoiceConnectorId], now);
	const OrderedPhoneNumbers = numbers.map((E164PhoneNumber) => ({
		E164PhoneNumber,
		Status: 'Acquired',
	}));
	state.of('PhoneNumberOrders').set(ids.phoneNumberOrderId, { ...order, OrderedPhoneNumbers });
}
