import { GetProxySessionCommand } from '@aws-sdk/client-chime-sdk-voice';
import aws4 from 'aws4';

import { regions } from '../../../credentials/regions';
import { sign } from '../../../credentials/signing/sign';
import { sdkClient, signOnlyHost } from '../../support/awsSdk';
import { startChime, type Chime, type Received } from '../../support/chime/server';
import { runNode } from '../../support/engine/chimeNode';
import fc from '../../support/fastCheck';
import { key, temporaryKey } from '../../support/keys';
import { record } from '../../support/record';
import { isLarge, scale, scaledTest } from '../../support/scale';
import { date, inUsEast1, scopeIn, signedHeaders, texts } from '../../support/engine/signed';
import { isId } from '../../operations/values';

const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';

describe('aws4', () => {
	const count = (isLarge ? 1_000 : 100) * scale;
	const text = fc.string({ unit: 'binary', maxLength: 20 });
	const names = text.filter((name) => name !== '' && name !== '__proto__');
	const values = fc.oneof(text, fc.integer(), fc.boolean());
	const headerNames = fc.constantFrom(
		...['Accept', 'content-type', 'User-Agent', 'x-custom', 'Cache-Control'],
		...['X-Amz-User-Agent', 'x-amz-target'],
	);
	const requests = fc.record({
		method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
		segments: fc.array(fc.string({ unit: 'binary', minLength: 1 }), { maxLength: 5 }),
		qs: fc.dictionary(names, text, { maxKeys: 4 }),
		body: fc.option(fc.dictionary(fc.string(), values), { nil: undefined }),
		keys: fc.constantFrom(key, temporaryKey),
		region: fc.constantFrom(...regions.map(({ value }) => String(value))),
		headers: fc.dictionary(headerNames, fc.string({ maxLength: 20 })),
	});

	/** The `authorization` header that aws4 gives to a request which is signed already. */
	function byAws4(signed: Awaited<ReturnType<typeof sign>>, keys: typeof key, region: string) {
		const { pathname, search, host } = new URL(signed.url);
		const headers = Object.entries(texts(signed.headers));
		const unsigned = {
			method: signed.method,
			host,
			path: pathname + search,
			body: signed.body === undefined ? undefined : String(signed.body),
			service: 'chime',
			region,
			headers: Object.fromEntries(
				headers.filter(([name]) => /^(content-type|x-amz-.+)$/.test(name)),
			),
			extraHeadersToIgnore: { 'content-length': true },
		};
		return record(aws4.sign(unsigned, keys).headers).Authorization;
	}

	scaledTest(
		`signs ${count} generated requests alike: methods, paths, queries, headers, bodies, regions, session tokens`,
		async () => {
			await fc.assert(
				fc.asyncProperty(requests, async ({ segments, keys, region, ...request }) => {
					const path = segments.map((part) => `/x${encodeURIComponent(part)}`).join('') || '/';
					const url = `https://voice-chime.${region}.amazonaws.com${path}`;
					const signed = await sign({ ...request, url }, { ...keys, region }, date);
					expect(signed.method).toBe(request.method);
					expect(texts(signed.headers).authorization).toBe(byAws4(signed, keys, region));
				}),
				{ numRuns: count },
			);
		},
	);
});

describe("AWS's SDK", () => {
	const count = (isLarge ? 100 : 20) * scale;
	let chime: Chime;

	beforeAll(async () => {
		chime = await startChime({ keys: [key] });
	});

	afterAll(async () => await chime.close());

	/** All of Unicode but lone surrogates and what nobody sees, and all of the punctuation that URLs and signers stumble over. */
	const id = fc
		.oneof(
			fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }),
			fc.string({
				unit: fc.constantFrom(...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ '),
				minLength: 1,
				maxLength: 40,
			}),
			fc.constantFrom(
				...['...', '.a', 'a/..', './', '/', '//', '%2F', '%2e%2e', '%', '+', 'a b', 'ß', '😀'],
			),
		)
		.filter((text) => isId(text) && [...text].length <= 128);

	async function receivedFromSdk(ids: string[]): Promise<Received[]> {
		const client = signOnlyHost(sdkClient(chime.url, key));
		const received: Received[] = [];
		for (const ProxySessionId of ids) {
			chime.received.length = 0;
			await client
				.send(new GetProxySessionCommand({ VoiceConnectorId: voiceConnectorId, ProxySessionId }))
				.catch(() => {});
			expect(chime.received).toHaveLength(1);
			received.push(chime.received[0]);
		}
		return received;
	}

	async function receivedFromNode(ids: string[]): Promise<Received[]> {
		chime.received.length = 0;
		const { error, outputs } = await runNode({
			items: ids.map((proxySessionId) => ({ voiceConnectorId, proxySessionId })),
			credential: { ...inUsEast1, endpoint: chime.url },
			parameters: { options: { maxConcurrency: 1 } },
		});
		expect(error).toBeUndefined();
		expect(outputs.flat()).toHaveLength(ids.length);
		expect(chime.received).toHaveLength(ids.length);
		return chime.received;
	}

	scaledTest(
		`signs ${count} ids alike: method, path, host, scope and signature, and the server verifies each`,
		async () => {
			const ids = [...new Set(fc.sample(id, { numRuns: 2 * count, seed: 2026 }))].slice(0, count);
			expect(ids).toHaveLength(count);
			const bySdk = await receivedFromSdk(ids);
			const byNode = await receivedFromNode(ids);
			for (const [index, sdk] of bySdk.entries()) {
				const node = byNode[index];
				expect([node.method, node.target, node.headers.host]).toEqual([
					sdk.method,
					sdk.target,
					sdk.headers.host,
				]);
				const [scope, sdkScope] = [node, sdk].map(({ headers }) => scopeIn(headers.authorization));
				expect(scope).toMatch(/^\d{8}\//);
				expect(scope?.slice(8)).toBe(sdkScope?.slice(8));
				expect([node.verdict.isVerified, sdk.verdict.isVerified]).toEqual([true, true]);

				// The two were sent at different times, so the request of the node is signed for the SDK's time.
				const { authorization } = await signedHeaders(
					{ url: chime.url + node.target, signingDate: sdk.headers['x-amz-date'] },
					{ ...inUsEast1, endpoint: chime.url },
				);
				expect(authorization).toMatch(/Signature=[0-9a-f]{64}$/);
				expect(authorization).toBe(sdk.headers.authorization);
			}
		},
	);
});
