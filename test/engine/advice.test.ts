import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';

import { createCertificate } from '../support/certificate';
import { sendError, sendStatus, type Responder } from '../support/chime/responses';
import { sampleSession } from '../support/chime/server';
import { credentialFor } from '../support/credential';
import { itemFor, runNode } from '../support/engine/chimeNode';
import { runEach } from '../support/engine/runOne';
import { listen } from '../support/loopback';
import { fixtureOf, fixtures } from '../operations';

const user = 'User: arn:aws:iam::111122223333:user/n8n is not authorized to perform:';

/** What AWS says when it refuses a request, and what the hint speaks of in the place of a permission. */
const refusals: Array<[statusCode: number, name: string, message: string, hint: RegExp]> = [
	[
		403,
		'AccessDeniedException',
		`${user} chime:ACTION on resource: * because no identity-based policy allows the chime:ACTION action`,
		/^The key, or the role, lacks the IAM permission chime:ACTION\.$/,
	],
	[
		403,
		'AccessDeniedException',
		`${user} iam:CreateServiceLinkedRole on resource: arn:aws:iam::111122223333:role/aws-service-role/x`,
		/lacks the IAM permission iam:CreateServiceLinkedRole\./,
	],
	[
		403,
		'AccessDeniedException',
		`${user} chime:ACTION with an explicit deny in a service control policy`,
		/AWS organization/,
	],
	[
		403,
		'AccessDeniedException',
		`${user} chime:ACTION because no permissions boundary allows the chime:ACTION action`,
		/permissions boundary/,
	],
	[
		403,
		'AccessDeniedException',
		`${user} chime:ACTION with an explicit deny in an identity-based policy`,
		/effect Deny/,
	],
	[
		403,
		'ForbiddenException',
		'Not authorized to call ACTION with Account Id 111122223333',
		/account of the key/,
	],
	[403, 'OptInRequired', 'The AWS Access Key Id needs more.', /not subscribed/],
	[401, 'SubscriptionRequiredException', 'Sign up first.', /not subscribed/],
	[
		403,
		'AccessDeniedException',
		'The account does not have a subscription for the service.',
		/not subscribed/,
	],
	[
		403,
		'AccessDeniedException',
		'Chime SDK may not invoke the Lambda function of the SIP media application.',
		/voiceconnector\.chime\.amazonaws\.com/,
	],
];

test.each(fixtures)('$awsName gives the advice that the words of AWS call for', async (fixture) => {
	const named = (text: string) => text.replaceAll('ACTION', fixture.awsName);
	const found = await runEach(
		fixture,
		refusals.map(
			([statusCode, name, message]): Responder =>
				(response) =>
					sendError(response, statusCode, name, named(message)),
		),
	);
	refusals.forEach(([statusCode, code, message, hint], index) => {
		const [{ json }] = found[index].flat();
		expect(json).toMatchObject({ statusCode, code, message: named(message) });
		expect(json.hint).toMatch(new RegExp(named(hint.source)));
		expect(json.hint).not.toMatch(/may lack|ended support/);
	});
});

test.each([
	[{ phoneNumberType: 'TollFree', country: 'DE' }, 400, true],
	[{ phoneNumberType: 'Local' }, 400, true],
	[{ phoneNumberType: 'Local' }, 404, false],
	[{ country: 'DE' }, 400, false],
	[{}, 400, false],
])('a search with %j that AWS refuses by %i has advice on the type: %s', async (...row) => {
	const [filters, statusCode, isSaid] = row;
	const [outputs] = await runEach(
		fixtureOf('SearchAvailablePhoneNumbers'),
		[(response) => sendStatus(response, statusCode)],
		{ parameters: { filters } },
	);
	const [{ json }] = outputs.flat();
	expect(/another "Phone Number Type" or "Country"/.test(String(json.hint))).toBe(isSaid);
});

test('a certificate of an authority that nobody knows is told as that', async () => {
	const pem = await readFile(await createCertificate(), 'utf8');
	const server = createServer({ cert: pem, key: pem });
	const { url } = await listen(server);
	const { outputs } = await runNode({
		items: [itemFor(sampleSession.ProxySessionId)],
		credential: credentialFor(url.replace('http:', 'https:')),
		parameters: { options: { maxRetries: 0 } },
	});
	expect(outputs[8]).toMatchObject([
		{
			json: {
				code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
				hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
				retryable: false,
			},
		},
	]);
});
