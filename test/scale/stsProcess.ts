import '../support/engine/environment';

import { builtEngine } from '../support/engine/builtEngine';
import { chimeWorkflow, itemFor, nodeName } from '../support/engine/chimeWorkflow';
import { outputsOf, startWorkflow } from '../support/engine/engine';
import { roleCredentialFor } from '../support/credential';
import { watchMemory } from '../support/memory';

const [endpoint] = process.argv.slice(2);

/** Runs the node three times with a role, each time without a session, and prints the memory at the peak of each. */
async function main(): Promise<void> {
	const engine = await builtEngine(roleCredentialFor(endpoint));
	const parameters = { authentication: 'assumeRole', options: { maxRetries: 0 } };
	const peaks: number[] = [];
	for (let run = 0; run < 3; run += 1) {
		const peakOf = watchMemory();
		const ended = await startWorkflow(engine, chimeWorkflow({ items: [itemFor('a')], parameters }));
		peaks.push(peakOf());
		const [json] = outputsOf(ended, nodeName)[8].map((item) => item.json);
		if (json.code !== 'AssumeRoleUnavailable') throw new Error(JSON.stringify(json));
	}
	console.log(JSON.stringify(peaks));
}

void main();
