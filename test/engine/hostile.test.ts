/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- collects garbage, and looks at what is left */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { startChime } from '../chime/server';
import { key } from '../keys';
import { runNode } from './chimeNode';

const voiceConnectorId = 'abcdef1ghij2klmno3pqr4';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

function usedMemory(): number {
	collectGarbage();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return (heapUsed + arrayBuffers) / 1_000_000;
}

test('after answers that are meant to hurt, the memory is free again and no request is left', async () => {
	const chime = await startChime({ keys: [key] });
	const ask = async (names: string[]) => {
		const items = names.map((name, index) => ({
			voiceConnectorId,
			proxySessionId: `${name}@${index}`,
		}));
		const { error, outputs } = await runNode({
			items,
			credential: { ...key, region: 'us-east-1', endpoint: chime.url },
			parameters: {
				options: {
					timeout: '={{ /^(hang|trickle)/.test($json.proxySessionId) ? 1000 : 30000 }}',
					maxRetries: 0,
					maxConcurrency: 10,
				},
			},
		});
		expect(error).toBeUndefined();
		expect(outputs.flat()).toHaveLength(items.length);
		chime.received.length = 0;
	};
	const hostile = [
		'huge',
		'gzip-bomb',
		'deep',
		'trickle',
		'trickle-headers',
		'hang',
		'truncated',
		'utf-16',
	];
	await ask(hostile);
	const before = usedMemory();
	await ask(Array.from({ length: 10 }, () => hostile).flat());
	const after = usedMemory();
	console.log(
		`${10 * hostile.length} hostile answers: ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after`,
	);
	// One body alone is 100 MB.
	expect(after - before).toBeLessThan(30);

	while (chime.inFlight() > 0) await new Promise((resolve) => setTimeout(resolve, 10));
	await chime.close();
});
