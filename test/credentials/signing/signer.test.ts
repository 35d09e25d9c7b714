/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads a source file and the lock file */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Sha256 } from '@aws-crypto/sha256-js';
import * as library from '@smithy/signature-v4';

import { sign } from '../../../credentials/signing/sign';
import { Signer } from '../../../credentials/signing/signer';
import { key, temporaryKey } from '../../keys';
import { record } from '../../record';

const root = resolve(__dirname, '..', '..', '..');
const date = new Date('2026-11-23T00:00:00Z');
const nextDay = new Date('2026-11-24T00:00:00Z');
const url = 'https://voice-chime.us-east-1.amazonaws.com/voice-connectors';

async function authorization(data: Parameters<typeof sign>[1], at = date) {
	return record((await sign({ url }, data, at)).headers).authorization;
}

describe('the key for signing', () => {
	const inUsEast1 = { ...key, region: 'us-east-1' };
	const other = { ...temporaryKey, region: 'us-east-1' };
	/** Signed with an object that nothing was signed with before. */
	const anew = async (data: object, at = date) => await authorization({ ...data }, at);

	test('is derived once for an object', async () => {
		const digests = jest.spyOn(Sha256.prototype, 'digestSync');
		const counted = async (data: Parameters<typeof sign>[1]) => {
			digests.mockClear();
			await authorization(data);
			return digests.mock.calls.length;
		};
		try {
			const data = { ...inUsEast1 };
			const first = await counted(data);
			// The day, the region, the service and the end of the scope: one digest for each.
			expect(await counted(data)).toBe(first - 4);
			expect(await counted({ ...data })).toBe(first);
		} finally {
			digests.mockRestore();
		}
	});

	test('follows what the object holds, the day and the region', async () => {
		const data = { ...inUsEast1 };
		expect(await authorization(data)).toBe(await anew(inUsEast1));
		data.secretAccessKey = other.secretAccessKey;
		expect(await authorization(data)).toBe(
			await anew({ ...inUsEast1, secretAccessKey: other.secretAccessKey }),
		);
		expect(await authorization(data, nextDay)).toBe(await anew(data, nextDay));
		expect(await authorization(data)).toBe(await anew(data));
	});

	test('is that of the object that signs, whoever signed before', async () => {
		const [mine, theirs] = [{ ...inUsEast1 }, { ...other }];
		const [byMine, byTheirs] = [await anew(inUsEast1), await anew(other)];
		for (let turn = 0; turn < 3; turn += 1) {
			expect([await authorization(mine), await authorization(theirs)]).toEqual([byMine, byTheirs]);
		}
	});

	test('is not mixed up where a secret reads like a scope', () => {
		const request = {
			method: 'GET',
			protocol: 'https:',
			hostname: 'a',
			path: '/',
			headers: { host: 'a' },
			body: undefined,
		};
		const owner = {};
		const signatures = [
			['S/20261123/r0', 'r1'],
			['S', 'r0/20261123/r1'],
		].map(([secretAccessKey, region]) =>
			[owner, {}].map((by) => {
				const accessKey = { accessKeyId: 'A', secretAccessKey };
				return new Signer({ service: 'chime', region }, accessKey, by).sign(request, date);
			}),
		);
		signatures.forEach(([known, derived]) => expect(known).toEqual(derived));
	});
});

/**
 * AWS marks these as internal: what is published, `SignatureV4`, keeps signing keys and session
 * tokens in memory until the process ends. So whoever updates the library looks here first.
 */
describe('what the signer relies on of @smithy/signature-v4', () => {
	const source = readFileSync(join(root, 'credentials', 'signing', 'signer.ts'), 'utf8');
	const request = {
		method: 'POST',
		protocol: 'https:',
		hostname: 'host',
		path: '/a%20b/c',
		query: { b: ['2', '1'], 'a b': ['~'] },
		headers: {},
	};

	class Seam extends library.SignatureV4Base {
		constructor() {
			super({ service: 'chime', region: 'us-east-1', credentials: key, sha256: Sha256 });
		}
	}

	const exported: Array<[name: string, parameters: unknown[], result: unknown]> = [
		['ALGORITHM_IDENTIFIER', [], 'AWS4-HMAC-SHA256'],
		['SignatureV4Base', [], expect.any(Function)],
		['createScope', ['20261123', 'us-east-1', 'chime'], '20261123/us-east-1/chime/aws4_request'],
		[
			'getCanonicalHeaders',
			[{ headers: { Host: 'a', 'x-amz-b': ' c  d ', 'content-type': 'e' } }],
			{ host: 'a', 'x-amz-b': 'c d', 'content-type': 'e' },
		],
	];
	const inherited: typeof exported = [
		['formatDate', [date], { longDate: '20261123T000000Z', shortDate: '20261123' }],
		[
			'createCanonicalRequest',
			[request, { host: 'a', 'x-amz-b': 'c' }, 'hash'],
			'POST\n/a%2520b/c\na%20b=~&b=1&b=2\nhost:a\nx-amz-b:c\n\nhost;x-amz-b\nhash',
		],
		['getCanonicalHeaderList', [{ host: 'a', 'content-type': 'b' }], 'content-type;host'],
	];

	/** A plain value, or what the function at its place returns at once. */
	function resultOf(holder: object, name: string, parameters: unknown[]): unknown {
		const member: unknown = Reflect.get(holder, name);
		if (typeof member !== 'function' || parameters.length === 0) return member;
		return Reflect.apply(member, holder, parameters);
	}

	test.each(exported)('its export %s', (name, parameters, result) => {
		expect({ [name]: resultOf(library, name, parameters) }).toEqual({ [name]: result });
	});

	test.each(inherited)('the method %s of SignatureV4Base', (name, parameters, result) => {
		expect({ [name]: resultOf(new Seam(), name, parameters) }).toEqual({ [name]: result });
	});

	test('is nothing else', () => {
		const [, imports] = /import \{([^}]+)\} from '@smithy\/signature-v4'/.exec(source) ?? [];
		const names = (imports ?? '').split(',').map((name) => name.trim());
		expect(names.filter(Boolean).sort()).toEqual(exported.map(([name]) => name).sort());
		const calls = [...source.matchAll(/\bthis\.(\w+)\(/g)].map(([, name]) => name);
		const own = Object.getOwnPropertyNames(Signer.prototype);
		const ofLibrary = calls.filter((name) => !own.includes(name));
		expect([...new Set(ofLibrary)].sort()).toEqual(inherited.map(([name]) => name).sort());
	});

	test('is pinned to one version', () => {
		const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
		for (const name of ['@smithy/signature-v4', '@aws-crypto/sha256-js']) {
			const manifest = join(root, 'node_modules', name, 'package.json');
			const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
			expect({ [name]: devDependencies[name] }).toEqual({ [name]: version });
		}
	});
});
