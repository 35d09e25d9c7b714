/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads what n8n logged */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';

import type { OnError } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { sendError } from '../chime/plays';
import { startChime } from '../chime/server';
import { key } from '../keys';
import { play, status } from './answering';
import { runNode } from './chimeNode';
import { createProxySession, putVoiceConnectorProxy } from './everyOperation';

test('the node asks n8n to hide no field: some versions hand on what they hide as {__redacted: true}', () => {
	expect(new AwsChimeSdkVoice().description).not.toHaveProperty('sensitiveOutputFields');
});

const item = { first: '+12065550100', second: '+14015550101' };
/** How the node is given them. */
const ways = [
	['of the item', { first: '={{ $json.first }}', second: '={{ $json.second }}' }],
	['typed into the node', item],
	[
		'typed into expressions',
		{ first: '={{ "+12065550100" }}', second: '={{ ["+14015550101"][0] }}' },
	],
] as const;

/** Requests that hold phone numbers. */
const operations = [
	{
		name: 'CreateProxySession',
		parameters: ({ first, second }: typeof item) => ({
			...createProxySession.parameters,
			firstPhoneNumber: first,
			secondPhoneNumber: second,
		}),
	},
	{
		name: 'PutVoiceConnectorProxy',
		parameters: ({ first }: typeof item) => ({
			...putVoiceConnectorProxy.parameters,
			additionalFields: { fallBackPhoneNumber: first },
		}),
	},
];

/** After these comes one that quotes the request. */
const answers = [
	...[400, 403, 500].map(status),
	play('html-200'),
	play('reset'),
	play('truncated'),
	play('not-http'),
];

const settings: Array<[errors: string, onError: OnError]> = [
	['outputs', 'stopWorkflow'],
	['onError', 'continueRegularOutput'],
	['onError', 'stopWorkflow'],
];

describe.each(operations)('$name', ({ parameters: holding }) => {
	test.each(settings.flatMap((setting) => ways.map((way) => [...setting, ...way] as const)))(
		'no failure tells the numbers of the request (errors = %s, On Error = %s, %s)',
		async (errors, onError, _way, given) => {
			const parameters = holding(given);
			let asked = 0;
			const chime = await startChime({
				keys: [key],
				intercept: (response, request) => {
					const quoted = request.body.toString();
					const answer = answers[asked++];
					if (answer) answer(response, request);
					else sendError(response, 400, 'BadRequestException', `Not ${quoted}`);
					return true;
				},
			});
			const told: unknown[] = [];
			for (let run = 0; run <= answers.length; run += 1) {
				const { run: ended } = await runNode({
					items: [item],
					credential: { ...key, region: 'us-east-1', endpoint: chime.url },
					onError,
					parameters: { ...parameters, errors, options: { maxRetries: 0 } },
				});
				told.push(ended.data.resultData.error, ended.data.resultData.runData.Chime);
			}
			await chime.close();

			expect(chime.received).toHaveLength(answers.length + 1);
			chime.received.forEach(({ body }) => expect(body.toString()).toContain('2065550100'));
			const log = readFileSync(process.env.N8N_LOG_FILE_LOCATION ?? '', 'utf8');
			expect(log).toMatch(/Running node .*Chime.* started/);
			const text = inspect(told, { depth: Infinity, maxArrayLength: Infinity, showHidden: true });
			expect(text).toMatch(/BadRequestException/);
			expect(`${text}${log}`).not.toMatch(/2065550100|4015550101/);
		},
	);
});
