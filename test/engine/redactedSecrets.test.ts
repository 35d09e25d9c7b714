/** @jest-environment ./test/support/runner/sandbox.js */
import { loggedLines } from '../support/engine/debugLog';

import { startChime } from '../support/chime/server';
import { faultNames } from '../support/chime/responses';
import { temporaryKey } from '../support/keys';
import { credentialFor } from '../support/credential';
import { itemFor, runNode, type NodeRun } from '../support/engine/chimeNode';
import { createSimulatedWorld } from '../support/engine/simulatedWorld';

const { accessKeyId, secretAccessKey, sessionToken } = temporaryKey;
const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';
const phoneNumber = /\+1[0-9]{10}|%2B1[0-9]{10}/;
const hidden = [
	secretAccessKey,
	sessionToken,
	encodeURIComponent(sessionToken),
	encodeURIComponent(secretAccessKey),
];

/** Every text in a value, however deep: own and inherited, of errors too. */
function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (Buffer.isBuffer(value)) return [value.toString()];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	return Object.getOwnPropertyNames(value).flatMap((name) => [
		name,
		...textsIn(Reflect.get(value, name), seen),
	]);
}

/** All that n8n logs or prints while something runs. */
async function logged(action: () => Promise<unknown>): Promise<string[]> {
	const printed: string[] = [];
	const streams = [process.stdout, process.stderr].map((stream) =>
		jest.spyOn(stream, 'write').mockImplementation((chunk) => {
			printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
			return true;
		}),
	);
	try {
		await action();
	} finally {
		streams.forEach((stream) => stream.mockRestore());
	}
	return [...printed, ...loggedLines()];
}

const sessions = [
	'status-400',
	'status-401',
	'status-403',
	'status-404',
	'status-500',
	'status-410',
	'..',
	...faultNames,
];

describe('no key, session token or phone number', () => {
	const settings: Array<[string, Omit<NodeRun, 'items'>]> = [
		['one output per HTTP code', {}],
		['errors as items', { parameters: { errors: 'onError' }, onError: 'continueRegularOutput' }],
		['errors on an output', { parameters: { errors: 'onError' }, onError: 'continueErrorOutput' }],
		['errors thrown', { parameters: { errors: 'onError' } }],
	];

	test.each(settings)('in anything that comes out or is logged: %s', async (_how, nodeRun) => {
		const world = createSimulatedWorld();
		const chime = await startChime({ keys: [temporaryKey], ...world.ofServer });
		const wrongSecret = 'WrongXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
		const emitted: unknown[] = [];
		const lines = await logged(async () => {
			for (const secret of [secretAccessKey, wrongSecret]) {
				// Alone, so that each is thrown once where errors are thrown.
				const runs =
					nodeRun.parameters && !nodeRun.onError ? sessions.map((id) => [id]) : [sessions];
				for (const ids of runs) {
					const { run } = await runNode({
						...nodeRun,
						world,
						items: ids.map(itemFor),
						credential: credentialFor(chime.url, { ...temporaryKey, secretAccessKey: secret }),
						parameters: { ...nodeRun.parameters, options: { maxRetries: 1 } },
					});
					emitted.push(run.data.resultData.error, run.data.resultData.runData.Chime);
				}
			}
		});
		await chime.close();

		const texts = [...textsIn(emitted), ...lines];
		const quoting = texts.filter((text) => /InvalidSignature/.test(text));
		expect(quoting.length).toBeGreaterThan(0);
		expect(lines.some((line) => /Running node .*Chime.* started/.test(line))).toBe(true);
		expect(chime.received.some(({ verdict }) => !verdict.isVerified)).toBe(true);
		for (const secret of [...hidden, wrongSecret]) {
			expect(texts.filter((text) => text.includes(secret))).toEqual([]);
		}
		expect(texts.filter((text) => phoneNumber.test(text))).toEqual([]);
	});
});

test('the loopback server does send what must not come out', async () => {
	const chime = await startChime({ keys: [temporaryKey] });
	const response = await fetch(
		`${chime.url}/voice-connectors/${voiceConnectorId}/proxy-sessions/echo`,
		{
			headers: {
				'x-amz-date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
				'x-amz-security-token': sessionToken,
				authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${new Date().toISOString().slice(0, 10).replaceAll('-', '')}/us-east-1/chime/aws4_request, SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=${'0'.repeat(64)}`,
			},
		},
	);
	expect(await response.text()).toContain(sessionToken);
	await chime.close();
});
