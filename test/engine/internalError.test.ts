import { assign } from '../../nodes/AwsChimeSdkVoice/resources/phoneNumber/assign';
import { create } from '../../nodes/AwsChimeSdkVoice/resources/proxySession/create';
import { voiceConnector } from '../../nodes/AwsChimeSdkVoice/resources/voiceConnector/voiceConnector';
import { always, sendJson, sendStatus } from '../support/chime/responses';
import { sampleSession, startChime, type Chime, type ChimeOptions } from '../support/chime/server';
import { key } from '../support/keys';
import { parametersFor } from '../operations';
import { addressOfNobody } from '../support/nobody';
import { runNode } from '../support/engine/chimeNode';
import { credentialFor } from '../support/credential';
import { byId } from '../support/locator';

let chime: Chime;

async function start(intercept?: ChimeOptions['intercept']): Promise<void> {
	chime = await startChime({ keys: [key], intercept });
}

afterEach(async () => {
	jest.restoreAllMocks();
	await chime?.close();
});

const outcomeOf = async (parameters: object, items: object[] = [{}]) => {
	const { outputs, error } = await runNode({
		items: items.map((item) => ({ ...item })),
		credential: credentialFor(chime.url),
		parameters: { ...parameters },
	});
	expect(error).toBeUndefined();
	return outputs.map((list) => list.map(({ json }) => json));
};

const fault = () => {
	throw new TypeError('x is not a function for +12065550100');
};

describe('a fault of the package is reported as one, with the requests that were sent', () => {
	test('before anything was sent', async () => {
		await start();
		jest.spyOn(voiceConnector, 'validate').mockImplementation(fault);
		const outputs = await outcomeOf(parametersFor('GetProxySession'));
		expect(outputs[8]).toMatchObject([
			{
				statusCode: null,
				code: 'InternalError',
				attempts: 0,
				message:
					'The node stopped this item because of an internal fault. TypeError: x is not a function for [redacted]',
				hint: expect.stringMatching(/report/),
			},
		]);
		expect(chime.received).toEqual([]);
	});

	test('after a Create has succeeded, with the advice to look for the session', async () => {
		await start();
		jest.spyOn(create, 'result').mockImplementation(fault);
		const outputs = await outcomeOf(parametersFor('CreateProxySession'));
		expect(outputs.flat()).toHaveLength(1);
		expect(outputs[8]).toMatchObject([
			{ code: 'InternalError', attempts: 1, hint: expect.stringMatching(/may have been created/) },
		]);
		expect(chime.received).toHaveLength(1);
	});

	test('on the third page of a list', async () => {
		await start();
		for (let id = 0; id < 300; id += 1)
			chime.add({ ...sampleSession, VoiceConnectorId: 'many', ProxySessionId: `${id}` });
		const { validate } = voiceConnector;
		let calls = 0;
		// Once for the items, and once for each page.
		jest.spyOn(voiceConnector, 'validate').mockImplementation((value, label) => {
			calls += 1;
			return calls === 4 ? fault() : validate(value, label);
		});
		const outputs = await outcomeOf({
			...parametersFor('ListProxySessions'),
			voiceConnectorId: byId('many'),
			returnAll: true,
		});
		expect(outputs.flat()).toHaveLength(1);
		expect(outputs[8]).toMatchObject([{ code: 'InternalError', attempts: 2 }]);
	});

	test('after a request that several input items share', async () => {
		await start((response) => {
			sendJson(response, 200, { PhoneNumberErrors: [] });
			return true;
		});
		jest.spyOn(assign.bulk, 'item').mockImplementation(fault);
		const parameters = parametersFor('AssociatePhoneNumbersWithVoiceConnector');
		const outputs = await outcomeOf(parameters, [{}, {}]);
		expect(outputs.flat()).toHaveLength(2);
		expect(outputs[8]).toMatchObject(Array(2).fill({ code: 'InternalError', attempts: 1 }));
		expect(chime.received).toHaveLength(1);
	});
});

test('attempts count every request of the item: three pages, of which one was sent twice', async () => {
	let refusals = 0;
	await start((response, { target }) => {
		if (!target.includes('next-token=200')) return false;
		sendStatus(response, refusals++ === 0 ? 503 : 404);
		return true;
	});
	for (let id = 0; id < 300; id += 1)
		chime.add({ ...sampleSession, VoiceConnectorId: 'many', ProxySessionId: `${id}` });
	const outputs = await outcomeOf({
		...parametersFor('ListProxySessions'),
		voiceConnectorId: byId('many'),
		returnAll: true,
	});
	expect(outputs[4]).toMatchObject([{ statusCode: 404, attempts: 4 }]);
	expect(chime.received).toHaveLength(4);
});

test('a Create that never left is tried again, and leaves nothing to look for', async () => {
	const { outputs } = await runNode({
		items: [{}],
		credential: credentialFor(await addressOfNobody()),
		parameters: { ...parametersFor('CreateProxySession'), options: { maxRetries: 2 } },
	});
	expect(outputs[8].map(({ json }) => json)).toMatchObject([
		{ code: 'ECONNREFUSED', attempts: 3, retryable: true },
	]);
	expect(JSON.stringify(outputs)).not.toMatch(/created/);
});

test('a Create with an unreadable body under 201 has an uncertain outcome', async () => {
	await start(always((response) => sendJson(response, 201, 7)));
	const outputs = await outcomeOf(parametersFor('CreateProxySession'));
	expect(outputs[8]).toMatchObject([
		{ code: 'InvalidResponse', attempts: 1, hint: expect.stringMatching(/may have been created/) },
	]);
});
