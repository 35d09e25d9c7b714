import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';

import { packPackage, type PackedPackage } from './support/packed';

const root = resolve(__dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let packed: PackedPackage;

beforeAll(() => {
	packed = packPackage();
});

/** The files of the tarball, with their sizes in bytes. */
const files = () =>
	readdirSync(packed.contents, { recursive: true, encoding: 'utf8' })
		.map((name) => ({ name, stats: statSync(join(packed.contents, name)) }))
		.filter(({ stats }) => stats.isFile())
		.map(({ name, stats }) => ({ name, size: stats.size }));

const textOf = (name: string) => readFileSync(join(packed.folder, name), 'utf8');

test('the tarball holds the build, the licences, the documents, and nothing else', () => {
	const others = files()
		.map(({ name }) => name)
		.filter(
			(name) =>
				!/^dist\/credentials\/.+\.credentials\.js$/.test(name) &&
				!/^dist\/shared\/.+\.js$/.test(name) &&
				!/^dist\/nodes\/.+(\.node\.js|\.node\.json|\.svg)$/.test(name) &&
				!/^dist\/nodes\/.+\/__schema__\/.+\.json$/.test(name),
		);
	expect(others.sort()).toEqual([
		'CHANGELOG.md',
		'LICENSE.md',
		'README.md',
		'THIRD_PARTY_LICENSES.txt',
		'index.js',
		'package.json',
	]);
});

test('it is small: below 450 kB unpacked, pictures aside', () => {
	const sizes = files()
		.filter(({ name }) => !/\.(svg|png)$/.test(name))
		.map(({ size }) => size);
	expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(450_000);
});

test('it needs no package but the one that n8n brings', () => {
	expect(manifest.dependencies).toBeUndefined();
	expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	const required = files()
		.filter(({ name }) => name.endsWith('.js'))
		.flatMap(({ name }) =>
			[...textOf(name).matchAll(/\brequire\(["']([^"']+)["']\)|\bimport\(/g)].map(([, id]) => id),
		);
	expect([...new Set(required.filter((id) => !id?.startsWith('.')))]).toEqual(['n8n-workflow']);
});

test('in a bare folder, it loads, and makes a known signature', () => {
	const script = `
		const { AwsChimeSdkVoiceApi } = require('${manifest.name}/dist/credentials/AwsChimeSdkVoiceApi.credentials.js');
		const { AwsChimeSdkVoice } = require('${manifest.name}/dist/nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node.js');
		const url = 'https://voice-chime.us-east-1.amazonaws.com/voice-connectors/abcdef1ghij2klmno3pqr4/proxy-sessions/plain';
		const keys = { region: 'us-east-1', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
		new AwsChimeSdkVoiceApi()
			.authenticate(keys, { method: 'GET', url, signingDate: '20261123T000000Z' })
			.then(({ headers }) => console.log(new AwsChimeSdkVoice().description.name, headers.authorization));
	`;
	const output = execFileSync(process.execPath, ['-e', script], {
		cwd: join(packed.folder, '..', '..'),
		encoding: 'utf8',
		env: {},
	});
	expect(output.trim()).toBe(
		'awsChimeSdkVoice AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/us-east-1/chime/aws4_request, ' +
			'SignedHeaders=host;x-amz-content-sha256;x-amz-date, ' +
			'Signature=2302c939195c025d7bc1fbd9df510c9be67d99b503a69d7e763220c65ad06c34',
	);
});

test('in a bare folder, it reads a session of AWS STS', () => {
	const fields =
		'<AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>a&amp;b</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>';
	const xml = `<AssumeRoleResponse><AssumeRoleResult><Credentials>${fields}</Credentials></AssumeRoleResult></AssumeRoleResponse>`;
	const script = `
		const { AwsChimeSdkVoiceAssumeRoleApi } = require('${manifest.name}/dist/credentials/AwsChimeSdkVoiceAssumeRoleApi.credentials.js');
		const { Readable } = require('node:stream');
		const body = Readable.from([Buffer.from('${xml}')]);
		const helpers = { httpRequest: async () => ({ statusCode: 200, headers: {}, body }) };
		const data = {
			...{ region: 'us-east-1', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', session: '' },
			...{ roleArn: 'arn:aws:iam::111122223333:role/n8n', roleSessionName: 'n8n', durationSeconds: 900 },
		};
		new AwsChimeSdkVoiceAssumeRoleApi().preAuthentication
			.call({ helpers }, data)
			.then(({ session }) => console.log(session));
	`;
	const output = execFileSync(process.execPath, ['-e', script], {
		cwd: join(packed.folder, '..', '..'),
		encoding: 'utf8',
		env: {},
	});
	expect(JSON.parse(output)).toMatchObject({
		accessKeyId: 'ASIAEXAMPLE',
		secretAccessKey: 'a&b',
		sessionToken: 't',
	});
});

test("n8n's own loader finds the nodes, the credential, their icons and the codex", async () => {
	const loader = new PackageDirectoryLoader(packed.folder);
	await loader.loadAll();
	expect(Object.keys(loader.nodeTypes)).toEqual(['awsChimeSdkVoice', 'awsChimeSdkVoiceTrigger']);
	expect(Object.keys(loader.credentialTypes)).toEqual([
		'awsChimeSdkVoiceApi',
		'awsChimeSdkVoiceAssumeRoleApi',
	]);
	const descriptions = Object.keys(loader.nodeTypes).map(
		(name) => loader.getNode(name).type.description,
	);
	for (const { codex } of descriptions)
		expect(codex).toMatchObject({ categories: ['Communication', 'Development'] });
	const types = Object.values(loader.credentialTypes).map(({ type }) => type);
	const icons = [...descriptions, ...types].map(({ iconUrl }) => iconUrl);
	for (const icon of icons) {
		const { light, dark } = typeof icon === 'object' ? icon : { light: '', dark: '' };
		const files = [light, dark].map((address) => textOf(address.slice(address.indexOf('dist/'))));
		files.forEach((file) => expect(file).toMatch(/^<svg /));
		expect(files[0]).not.toBe(files[1]);
	}
});

test('the licence of everything that is bundled is shipped', () => {
	const licences = textOf('THIRD_PARTY_LICENSES.txt');
	for (const name of [
		'@smithy/signature-v4',
		'@smithy/core',
		'@aws-crypto/sha256-js',
		'@aws-sdk/xml-builder',
		'p-limit',
		'yocto-queue',
		'tslib',
	]) {
		const version = JSON.parse(
			readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
		).version;
		expect(licences).toContain(`${name} ${version} (`);
	}
	expect(licences).toContain('Apache License');
	expect(licences).toContain('Permission is hereby granted');
});

test('the newest version in the changelog is that of the package', () => {
	const [, version] = /^## (\d\S*)/m.exec(textOf('CHANGELOG.md')) ?? [];
	expect(version).toBe(manifest.version);
});
