import { join } from 'node:path';

import { jsonParse } from 'n8n-workflow';

import { startFastServer } from '../support/chime/fastServer';
import { nodeProgram } from '../bench/process';
import { startChime } from '../support/chime/server';
import { sendHuge, sendPacked } from '../support/chime/stsAnswers';
import { hostile } from '../support/engine/hostile';
import { key } from '../support/keys';
import { runProgram } from '../support/program';
import type { ScenarioName } from './memoryProcess';

/** By how much the memory in use may grow, however long the process runs. */
const most = 1.05;

/** How many bytes were in use, each time that the process looked. */
async function bytesAfter(
	scenario: ScenarioName,
	executions: number,
	every: number,
	url?: string,
): Promise<number[]> {
	const endpoint = url ?? (await startFastServer({ latency: 0 })).url;
	const printed = await runProgram(
		join(__dirname, 'memoryProcess.ts'),
		[scenario, endpoint, `${executions}`, `${every}`],
		['--expose-gc'],
		await nodeProgram(),
	);
	const bytes = jsonParse<number[]>(printed);
	const megabytes = bytes.map((each) => (each / 1_000_000).toFixed(1));
	console.log(`${scenario}, ${executions} executions: ${megabytes.join(', ')} MB`);
	return bytes;
}

test('after 1,500 executions of 50 sessions, no more memory is in use than after 250', async () => {
	const bytes = await bytesAfter('the node', 1_500, 250);
	expect(bytes).toHaveLength(6);
	expect(bytes[5]).toBeLessThan(most * bytes[0]);
});

test('with a timer for each request, which outlives it, more memory would be in use', async () => {
	const bytes = await bytesAfter('a timer a request', 500, 250);
	expect(bytes[1]).toBeGreaterThan(most * bytes[0]);
});

test("n8n's engine itself keeps next to nothing", async () => {
	const bytes = await bytesAfter('no request', 1_500, 250);
	expect(bytes[5]).toBeLessThan(most * bytes[0]);
});

test('a response of STS of 900 MB, or of 700 MB packed, takes less than 50 MB', async () => {
	const sizes = [() => {}, sendHuge, sendPacked];
	let asked = 0;
	const chime = await startChime({
		keys: [key],
		intercept: (response) => {
			// Three attempts for each run.
			const respond = sizes[Math.floor(asked++ / 3)];
			respond(response, respond === sendHuge ? 900 : 700);
			if (respond.length === 0) response.end();
			return true;
		},
	});
	const program = join(__dirname, 'stsProcess.ts');
	const printed = await runProgram(program, [chime.url], ['--expose-gc'], await nodeProgram());
	const [usual, ...peaks] = jsonParse<number[]>(printed);
	console.log(
		`STS: ${[usual, ...peaks].map((each) => (each / 1_000_000).toFixed(1)).join(', ')} MB`,
	);
	expect(asked).toBe(9);
	expect(peaks).toHaveLength(2);
	for (const peak of peaks) expect(peak - usual).toBeLessThan(50_000_000);
});

test('after six rounds of hostile responses, no more memory is in use than after two', async () => {
	const chime = await startChime({ keys: [key] });
	const bytes = await bytesAfter('hostile responses', 6, 1, chime.url);
	expect(bytes).toHaveLength(6);
	expect(bytes[5]).toBeLessThan(most * bytes[1]);
	expect(chime.received).toHaveLength(6 * 5 * hostile.length);
});
