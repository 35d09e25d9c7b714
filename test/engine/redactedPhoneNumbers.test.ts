/** @jest-environment ./test/support/runner/sandbox.js */
import { loggedLines } from '../support/engine/debugLog';

import { inspect } from 'node:util';

import type { OnError } from 'n8n-workflow';

import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { respondAs, sendError, status } from '../support/chime/responses';
import { startChime } from '../support/chime/server';
import { key } from '../support/keys';
import { fixtures, parametersOf } from '../operations';
import { credentialFor } from '../support/credential';
import { runNode } from '../support/engine/chimeNode';
import { isLarge, scaledTest } from '../support/scale';

test('the node lets n8n hide no field: some versions hand on what they hide as {__redacted: true}', () => {
	expect(new AwsChimeSdkVoice().description).not.toHaveProperty('sensitiveOutputFields');
});

const numbers = ['+12065550100', '+14015550101'];
const item = { first: numbers[0], second: numbers[1] };
/** The parameters that hold the first and the second number. */
const ways: Array<[title: string, given: string[]]> = [
	['of the item', ['={{ $json.first }}', '={{ $json.second }}']],
	['typed into the node', numbers],
	['typed into expressions', numbers.map((number) => `={{ "${number}" }}`)],
];

/** Operations whose requests hold phone numbers. */
const operations = fixtures.flatMap(({ sensitive, ...fixture }) =>
	sensitive ? [{ ...fixture, sensitive }] : [],
);

/** After these comes one that quotes the request. */
const responders = [
	...[400, 403, 500].map(status),
	respondAs('html-200'),
	respondAs('reset'),
	respondAs('truncated'),
	respondAs('not-http'),
];

const settings: Array<[errors: string, onError: OnError]> = [
	['outputs', 'stopWorkflow'],
	['onError', 'continueRegularOutput'],
	['onError', 'stopWorkflow'],
];

test('there are such operations', () => expect(operations).not.toEqual([]));

/** Each setting and each way once, not the same pairs for every operation; among the large tests, all pairs. */
const someFor = (operation: number) =>
	settings.flatMap((setting, at) =>
		ways
			.filter((_, index) => isLarge || (at + index + operation) % ways.length === 0)
			.map((way) => [...setting, ...way] as const),
	);

describe.each(operations.map((fixture, index) => ({ ...fixture, some: someFor(index) })))(
	'$awsName',
	({ some, ...fixture }) => {
		scaledTest.each(some)(
			'no failure holds the numbers of the request (errors = %s, On Error = %s, %s)',
			async (errors, onError, _way, given) => {
				const parameters = { ...parametersOf(fixture) };
				fixture.sensitive.forEach((parameter, at) => {
					const [name, inner] = parameter.split('.');
					parameters[name] = inner === undefined ? given[at] : { [inner]: given[at] };
				});
				let count = 0;
				const chime = await startChime({
					keys: [key],
					intercept: (response, request) => {
						const quoted = request.body.toString();
						const responder = responders[count++];
						if (responder) responder(response, request);
						else sendError(response, 400, 'BadRequestException', `Not ${quoted}`);
						return true;
					},
				});
				const results: unknown[] = [];
				for (let run = 0; run <= responders.length; run += 1) {
					const { run: ended } = await runNode({
						items: [item],
						credential: credentialFor(chime.url),
						onError,
						parameters: { ...parameters, errors, options: { maxRetries: 0 } },
					});
					results.push(ended.data.resultData.error, ended.data.resultData.runData.Chime);
				}
				await chime.close();

				expect(chime.received).toHaveLength(responders.length + 1);
				chime.received.forEach(({ body }) => expect(body.toString()).toContain('2065550100'));
				const log = loggedLines().join('\n');
				expect(log).toMatch(/Running node .*Chime.* started/);
				const text = inspect(results, {
					depth: Infinity,
					maxArrayLength: Infinity,
					showHidden: true,
				});
				expect(text).toMatch(/BadRequestException/);
				expect(`${text}${log}`).not.toMatch(/2065550100|4015550101/);
			},
		);
	},
);
