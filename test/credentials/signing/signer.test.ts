import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Sha256 } from '@aws-crypto/sha256-js';
import * as library from '@smithy/signature-v4';

import { Signer } from '../../../credentials/signing/signer';
import { key, temporaryKey } from '../../support/keys';
import { date, host, inUsEast1, signedHeaders } from '../../support/engine/signed';

const root = resolve(__dirname, '..', '..', '..');
const nextDay = new Date('2026-11-24T00:00:00Z');

async function authorization(data: Parameters<typeof signedHeaders>[1], at = date) {
	return (await signedHeaders({ url: host }, data, at)).authorization;
}

describe('the signing key', () => {
	const other = { ...temporaryKey, region: 'us-east-1' };
	/** The header that a copy of the data gives, which has no signing key yet. */
	const fromCopy = async (data: object, at = date) => await authorization({ ...data }, at);

	test('is derived once per object', async () => {
		const digests = jest.spyOn(Sha256.prototype, 'digestSync');
		const digestsFor = async (data: typeof inUsEast1) => {
			digests.mockClear();
			await authorization(data);
			return digests.mock.calls.length;
		};
		try {
			const data = { ...inUsEast1 };
			const first = await digestsFor(data);
			// A key takes four digests: of the day, the region, the service and `aws4_request`.
			expect(await digestsFor(data)).toBe(first - 4);
			expect(await digestsFor({ ...data })).toBe(first);
		} finally {
			digests.mockRestore();
		}
	});

	test('changes with the secret in the object and with the day', async () => {
		const data = { ...inUsEast1 };
		expect(await authorization(data)).toBe(await fromCopy(inUsEast1));
		data.secretAccessKey = other.secretAccessKey;
		expect(await authorization(data)).toBe(
			await fromCopy({ ...inUsEast1, secretAccessKey: other.secretAccessKey }),
		);
		expect(await authorization(data, nextDay)).toBe(await fromCopy(data, nextDay));
		expect(await authorization(data)).toBe(await fromCopy(data));
	});

	test('belongs to the object that signs, whichever object signed before', async () => {
		const [mine, theirs] = [{ ...inUsEast1 }, { ...other }];
		const [byMine, byTheirs] = [await fromCopy(inUsEast1), await fromCopy(other)];
		for (let turn = 0; turn < 3; turn += 1) {
			expect([await authorization(mine), await authorization(theirs)]).toEqual([byMine, byTheirs]);
		}
	});

	test('is not confused where a secret and a scope join to the same text', () => {
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
			[owner, {}].map((each) => {
				const accessKey = { accessKeyId: 'A', secretAccessKey };
				return new Signer({ service: 'chime', region }, accessKey, each).sign(request, date);
			}),
		);
		signatures.forEach(([byOwner, byNewOwner]) => expect(byOwner).toEqual(byNewOwner));
	});
});

/**
 * Members of the library that AWS marks as internal. The published `SignatureV4` keeps signing keys and
 * session tokens in memory until the process ends, so the signer uses its parts; an update of the
 * library that changes one of them fails here.
 */
describe('what the signer uses of @smithy/signature-v4', () => {
	const source = readFileSync(join(root, 'credentials', 'signing', 'signer.ts'), 'utf8');
	const request = {
		method: 'POST',
		protocol: 'https:',
		hostname: 'host',
		path: '/a%20b/c',
		query: { b: ['2', '1'], 'a b': ['~'] },
		headers: {},
	};

	class ExposedSigner extends library.SignatureV4Base {
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

	/** The value of a member, or the result of calling it with the parameters. */
	function resultOf(holder: object, name: string, parameters: unknown[]): unknown {
		const member: unknown = Reflect.get(holder, name);
		if (typeof member !== 'function' || parameters.length === 0) return member;
		return Reflect.apply(member, holder, parameters);
	}

	test.each(exported)('its export %s', (name, parameters, result) => {
		expect({ [name]: resultOf(library, name, parameters) }).toEqual({ [name]: result });
	});

	test.each(inherited)('the method %s of SignatureV4Base', (name, parameters, result) => {
		expect({ [name]: resultOf(new ExposedSigner(), name, parameters) }).toEqual({ [name]: result });
	});

	test('is the listed members only', () => {
		const [, imports] = /import \{([^}]+)\} from '@smithy\/signature-v4'/.exec(source) ?? [];
		const names = (imports ?? '').split(',').map((name) => name.trim());
		expect(names.filter(Boolean).sort()).toEqual(exported.map(([name]) => name).sort());
		const calls = [...source.matchAll(/\bthis\.(\w+)\(/g)].map(([, name]) => name);
		const own = Object.getOwnPropertyNames(Signer.prototype);
		const inheritedCalls = calls.filter((name) => !own.includes(name));
		expect([...new Set(inheritedCalls)].sort()).toEqual(inherited.map(([name]) => name).sort());
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
