/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a process of its own that prints its memory */
import '../bench/environment';

import { builtEngine } from '../bench/built';
import { chimeWorkflow, nodeName } from '../engine/chimeWorkflow';
import { outputsOf, startWorkflow } from '../engine/engine';
import { hostile, itemsOf } from '../engine/hostile';
import { bytesInUse } from '../support/memory';
import { credentialFor } from '../support/credential';

const [endpoint, rounds] = process.argv.slice(2);

/** Asks for hostile responses, round by round, and prints how much memory is in use after each. */
async function main(): Promise<void> {
	const engine = await builtEngine(credentialFor(endpoint));
	const items = itemsOf(Array.from({ length: 5 }, () => hostile).flat());
	const options = { maxRetries: 0, maxConcurrency: 10, timeout: 2_000 };
	const workflow = chimeWorkflow({ items, parameters: { options } });
	const after: number[] = [];
	for (let round = 0; round < Number(rounds); round += 1) {
		const run = await startWorkflow(engine, workflow);
		if (run.data.resultData.error) throw run.data.resultData.error;
		const failures = outputsOf(run, nodeName)[8].length;
		if (failures !== items.length) throw new Error(`There were ${failures} failures.`);
		after.push(await bytesInUse());
	}
	console.log(JSON.stringify(after));
}

void main();
