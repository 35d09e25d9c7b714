import { Readable } from 'node:stream';

import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

import { readStsResponse } from '../../../credentials/role/stsResponse';
import { startChime } from '../../support/chime/server';
import { role } from '../../support/credential';
import { key } from '../../support/keys';

const namespace = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';
const fields = {
	AccessKeyId: 'ASIAEXAMPLE',
	SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYzEXAMPLEKEY',
	SessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE/+==',
	Expiration: '2036-11-23T01:02:03Z',
};

const sessionXml = (changes: object = {}, before = '') =>
	`${before}<AssumeRoleResponse ${namespace}><AssumeRoleResult><AssumedRoleUser><Arn>arn</Arn><AssumedRoleId>AROA:n8n</AssumedRoleId></AssumedRoleUser><Credentials>${Object.entries(
		{ ...fields, ...changes },
	)
		.map(([name, value]) => `<${name}>${value}</${name}>`)
		.join('')}</Credentials></AssumeRoleResult></AssumeRoleResponse>`;

const errorXml = (code: string, before = '') =>
	`${before}<ErrorResponse ${namespace}><Error><Type>Sender</Type><Code>${code}</Code><Message>m</Message></Error><RequestId>id</RequestId></ErrorResponse>`;

/** What AWS's own client reads. */
async function theirs(statusCode: number, xml: string) {
	const chime = await startChime({
		keys: [key],
		intercept: (response) => {
			response.writeHead(statusCode, { 'Content-Type': 'text/xml' }).end(xml);
			return true;
		},
	});
	const credentials = { accessKeyId: key.accessKeyId, secretAccessKey: key.secretAccessKey };
	const client = new STSClient({
		endpoint: chime.url,
		region: 'us-east-1',
		credentials,
		maxAttempts: 1,
	});
	const command = new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'n8n' });
	const read = await client.send(command).catch((error: Error) => ({ error }));
	client.destroy();
	await chime.close();
	if ('error' in read) return { session: undefined, code: codeOf(read.error) };
	const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = read.Credentials ?? {};
	return { session: [AccessKeyId, SecretAccessKey, SessionToken, Expiration?.getTime()] };
}

/** AWS's client adds Exception to some names, and has names of its own for what is no error of AWS. */
function codeOf({ name, message }: Error): string | undefined {
	const isOwn = /^(Error|SyntaxError|TypeError|Unknown|RangeError)$/.test(name);
	return isOwn || message.includes('XML') ? undefined : name.replace(/Exception$/, '');
}

async function ours(statusCode: number, xml: string | Buffer) {
	const body = Readable.from([Buffer.from(xml)]);
	return await readStsResponse({ statusCode, headers: {}, body });
}

const { SecretAccessKey: secret, SessionToken: token } = fields;

test.each<[what: string, xml: string]>([
	['as STS writes it', sessionXml()],
	['a declaration', sessionXml({}, '<?xml version="1.0" encoding="UTF-8"?>\n')],
	['a comment before', sessionXml({}, '<!-- <SessionToken>other</SessionToken> -->')],
	[
		'a comment inside, with another key',
		sessionXml({ AccessKeyId: `<!-- <AccessKeyId>OTHER</AccessKeyId> -->${fields.AccessKeyId}` }),
	],
	['CDATA', sessionXml({ SecretAccessKey: `<![CDATA[${secret}]]>` })],
	[
		'CDATA in parts',
		sessionXml({ SecretAccessKey: `${secret.slice(0, 9)}<![CDATA[${secret.slice(9)}]]>` }),
	],
	[
		'CDATA that looks like an element',
		sessionXml({ Note: '<![CDATA[<SessionToken>x</SessionToken>]]>' }),
	],
	['named entities', sessionXml({ SessionToken: 'a&amp;b&lt;c&gt;d&quot;e&apos;f' })],
	[
		'numbered entities',
		sessionXml({ SecretAccessKey: secret.replace('/', '&#47;').replace('+', '&#x2B;') }),
	],
	['an entity twice', sessionXml({ SessionToken: 'a&amp;amp;b' })],
	[
		'an attribute elsewhere',
		sessionXml().replace('<Credentials>', '<Credentials a="<SessionToken>">'),
	],
	['white space in a tag', sessionXml().replace(/<(\/?)SessionToken>/g, '<$1SessionToken >')],
	['elements on lines', sessionXml().replace(/></g, '>\n  <')],
	[
		'a field of the same name elsewhere',
		sessionXml().replace('<Arn>', '<SessionToken>x</SessionToken><Arn>'),
	],
	['an instruction', sessionXml().replace('<Credentials>', '<?a b?><Credentials>')],
])('a session is read as by AWS, with %s', async (_what, xml) => {
	const { session } = await ours(200, xml);
	const { accessKeyId, secretAccessKey, sessionToken } = session?.accessKey ?? {};
	const read = [accessKeyId, secretAccessKey, sessionToken, session?.expiration];
	expect(read).toEqual((await theirs(200, xml)).session);
	expect([accessKeyId, session?.expiration]).toEqual([
		fields.AccessKeyId,
		Date.parse(fields.Expiration),
	]);
	if (!xml.includes('a&amp;')) expect([secretAccessKey, sessionToken]).toEqual([secret, token]);
});

test.each<[what: string, xml: string]>([
	['nothing', ''],
	['a page', '<!DOCTYPE html><html><body><br>Sign in</body></html>'],
	['JSON', JSON.stringify(fields)],
	['a session that breaks off', sessionXml().slice(0, -40)],
	[
		'tags that cross',
		sessionXml().replace('</Credentials></AssumeRoleResult>', '</AssumeRoleResult></Credentials>'),
	],
	['the session in a comment', `<AssumeRoleResponse><!-- ${sessionXml()} --></AssumeRoleResponse>`],
	['another place', sessionXml().replace(/AssumeRoleResult>/g, 'Other>')],
])('no session is read, as by AWS, from %s', async (_what, xml) => {
	expect((await ours(200, xml)).session).toBeUndefined();
	const { session = [] } = await theirs(200, xml);
	expect(session.filter(Boolean)).toEqual([]);
});

test.each<[what: string, xml: string]>([
	['as STS writes it', errorXml('AccessDenied')],
	['with a declaration', errorXml('AccessDenied', '<?xml version="1.0"?>')],
	['in CDATA', errorXml('<![CDATA[AccessDenied]]>')],
	['with a comment', errorXml('<!-- <Code>Throttling</Code> -->AccessDenied')],
	['with entities', errorXml('Access&#68;enied')],
	[
		'with another code elsewhere',
		errorXml('AccessDenied').replace('<Error>', '<Detail><Code>Throttling</Code></Detail><Error>'),
	],
	['of throttling', errorXml('Throttling')],
])('an error is read as by AWS, %s', async (_what, xml) => {
	const { code } = await ours(403, xml);
	expect(code).toBe((await theirs(403, xml)).code);
	expect(code).toMatch(/^(AccessDenied|Throttling)$/);
});

test.each<[what: string, xml: string]>([
	['nothing', ''],
	['a page', '<html><head></head><Code>AccessDenied</Code></html>'],
	[
		'a page with an open tag',
		'<!DOCTYPE html><html><br><Error><Code>AccessDenied</Code></Error></html>',
	],
	['JSON', '{"Error":{"Code":"AccessDenied"}}'],
	['a code that breaks off', errorXml('AccessDenied').slice(0, 100)],
])('no error is read, as by AWS, from %s', async (_what, xml) => {
	expect((await ours(403, xml)).code).toBeUndefined();
	expect((await theirs(403, xml)).code).toBeUndefined();
});

const filler = (bytes: number) => `<!--${'x'.repeat(bytes - '<!---->'.length)}-->`;

test('of a long response, 64 kB are read, and no more', async () => {
	const xml = errorXml('AccessDenied');
	const most = 65_536;
	expect((await ours(403, filler(most - xml.length) + xml)).code).toBe('AccessDenied');
	expect((await ours(403, filler(most + 1 - xml.length) + xml)).code).toBeUndefined();
	let chunks = 0;
	const endless = Readable.from(
		(function* () {
			for (;;) {
				chunks += 1;
				yield Buffer.alloc(16_384, ' ');
			}
		})(),
		{ highWaterMark: 1 },
	);
	expect(
		(await readStsResponse({ statusCode: 200, headers: {}, body: endless })).session,
	).toBeUndefined();
	expect(chunks).toBeLessThan(10);
	expect(endless.destroyed).toBe(true);
});

test.each([
	['20,000 levels', '<a>'.repeat(20_000)],
	[
		'fields of objects',
		'<r><Error><Code><__proto__>x</__proto__></Code></Error><toString>y</toString></r>',
	],
	['no stream', undefined],
])('%s are no response of STS', async (_what, xml) => {
	const body = xml === undefined ? '' : Readable.from([Buffer.from(xml)]);
	const read = await readStsResponse({ statusCode: 403, headers: { date: 'x' }, body });
	expect(read).toEqual({
		statusCode: 403,
		session: undefined,
		code: undefined,
		serverTime: undefined,
	});
});

test.each([
	[{ date: 'Mon, 23 Nov 2026 00:00:00 GMT' }, Date.parse('2026-11-23T00:00:00Z')],
	[{ date: 'Mon, 23 Nov 2026 00:00:00 GMT', age: '7' }, undefined],
	[{}, undefined],
])('the time of the server, from %j', async (headers, time) => {
	const body = Readable.from([Buffer.from('')]);
	expect((await readStsResponse({ statusCode: 200, headers, body })).serverTime).toBe(time);
});
