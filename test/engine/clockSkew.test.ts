import { GetProxySessionCommand } from '@aws-sdk/client-chime-sdk-voice';

import { sdkClient } from '../support/awsSdk';
import { sendJson, type Responder } from '../support/chime/responses';
import { sampleSession, startChime, type Chime } from '../support/chime/server';
import { key, temporaryKey } from '../support/keys';
import { credentialFor } from '../support/credential';
import { fixtures } from '../operations';
import { itemFor, runNode } from '../support/engine/chimeNode';
import { runEach } from '../support/engine/runOne';

const items = Array.from({ length: 20 }, () => itemFor(sampleSession.ProxySessionId));
const { VoiceConnectorId } = sampleSession;
const minutes = (count: number) => count * 60_000;

async function at(
	offset: number,
	options: Partial<Parameters<typeof startChime>[0]> = {},
): Promise<Chime> {
	return await startChime({
		keys: [key, temporaryKey],
		now: () => new Date(Date.now() + offset),
		...options,
	});
}

test.each([
	['ten minutes behind', minutes(10)],
	['ten minutes ahead', minutes(-10)],
	['five hours behind', minutes(300)],
	['a day ahead', minutes(-1_440)],
])(
	'with a clock %s, every session is got: each request that was refused is signed anew once',
	async (_what, offset) => {
		const chime = await at(offset);
		const { outputs } = await runNode({
			items,
			credential: credentialFor(chime.url, temporaryKey),
			parameters: { options: { maxConcurrency: 4 } },
		});
		await chime.close();
		expect(outputs[0]).toHaveLength(40);
		const refused = chime.received.filter(({ verdict }) => !verdict.isVerified);
		expect(refused).toHaveLength(4);
		expect(chime.received).toHaveLength(24);
	},
);

test('a clock that is a little off is no matter', async () => {
	const chime = await at(minutes(3));
	const { outputs } = await runNode({ items, credential: credentialFor(chime.url) });
	await chime.close();
	expect([outputs[0].length, chime.received.length]).toEqual([40, 20]);
});

test.each([
	['a wrong secret is refused once, whatever the clock', 0, 1],
	['a wrong secret and a wrong clock: signed anew once, and no more', minutes(10), 2],
])('%s', async (_what, offset, attempts) => {
	const chime = await at(offset);
	const wrong = { ...key, secretAccessKey: 'wrong' };
	const { outputs } = await runNode({
		items: items.slice(0, 1),
		credential: credentialFor(chime.url, wrong),
	});
	await chime.close();
	expect(outputs[3].map(({ json }) => json)).toMatchObject([
		{ code: 'InvalidSignatureException', attempts },
	]);
});

test("after a plain 404 with a strange Date, one request is sent, where AWS's SDK sends three", async () => {
	const strange = {
		intercept: (response: import('node:http').ServerResponse) => {
			response.writeHead(404, {
				Date: new Date(Date.now() + minutes(10)).toUTCString(),
				'x-amzn-ErrorType': 'NotFoundException',
			});
			response.end('{}');
			return true;
		},
	};
	const chime = await at(0, strange);
	const { outputs } = await runNode({
		items: items.slice(0, 1),
		credential: credentialFor(chime.url),
	});
	expect(outputs[4].map(({ json }) => json.attempts)).toEqual([1]);
	expect(chime.received).toHaveLength(1);
	const bySdk = sdkClient(chime.url, key, { maxAttempts: 3 }).send(
		new GetProxySessionCommand({ VoiceConnectorId, ProxySessionId: 'a' }),
	);
	await expect(bySdk).rejects.toMatchObject({ name: 'NotFoundException' });
	expect(chime.received).toHaveLength(1 + 3);
	await chime.close();
});

/** Statuses by which AWS does not refuse a signature, with names by which it does. */
const otherStatuses: Array<[statusCode: number, name: string]> = [
	[201, 'InvalidSignatureException'],
	[404, 'RequestTimeTooSkewed'],
	[409, 'AuthFailure'],
	[429, 'RequestInTheFuture'],
	[500, 'ExpiredTokenException'],
	[503, 'SignatureDoesNotMatch'],
	[504, 'RequestExpired'],
];

test.each(fixtures)(
	'$awsName is not sent a second time by the name of an error alone',
	async (fixture) => {
		const responders = otherStatuses.map(([statusCode, name]): Responder => (response) => {
			response.setHeader('Date', new Date(Date.now() + minutes(10)).toUTCString());
			sendJson(response, statusCode, {}, { 'x-amzn-ErrorType': name });
		});
		// Each has one request.
		await runEach(fixture, responders, { asRole: true });
	},
);

test('what comes through a cache teaches nothing', async () => {
	const chime = await at(minutes(10), {
		intercept: (response) => {
			response.setHeader('Age', '36000');
			return false;
		},
	});
	const { outputs } = await runNode({
		items: items.slice(0, 1),
		credential: credentialFor(chime.url),
	});
	await chime.close();
	expect(outputs[3].map(({ json }) => json.attempts)).toEqual([1]);
});

test('an expired token and a missing permission have different hints', async () => {
	const codes = ['ExpiredTokenException', 'AccessDeniedException'];
	const chime = await at(0, {
		intercept: (response, { target }) => {
			const name = codes[Number(target.split('/').at(-1))];
			response.writeHead(403, { 'x-amzn-ErrorType': name }).end('{"Message":"no"}');
			return true;
		},
	});
	const { outputs } = await runNode({
		items: ['0', '1'].map(itemFor),
		credential: credentialFor(chime.url, temporaryKey),
	});
	await chime.close();
	expect(outputs[3].map(({ json }) => [json.code, json.hint])).toEqual([
		['ExpiredTokenException', expect.stringContaining('session token has expired')],
		['AccessDeniedException', expect.stringContaining('chime:GetProxySession')],
	]);
});
