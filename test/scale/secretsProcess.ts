import '../support/engine/environment';

import { readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { getHeapSnapshot } from 'node:v8';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { builtEngine } from '../support/engine/builtEngine';
import { chimeWorkflow, itemFor, nodeName } from '../support/engine/chimeWorkflow';
import { outputsOf, startWorkflow } from '../support/engine/engine';
import { sampleSession } from '../operations/sessions';
import { bytesInUse } from '../support/memory';

/** Characters of an access key ID, a secret and a session token, one after the other. */
const length = 20 + 40 + 40;
const items = 3;

/** Runs the built node with keys, and then prints a snapshot of what is left on its heap. */
async function main(endpoint: string): Promise<void> {
	const kept = await runWithKeys(readFileSync(0), endpoint);
	// Measuring collects the garbage first.
	await bytesInUse();
	await pipeline(getHeapSnapshot(), process.stdout);
	if (kept.length !== 1) throw new Error('One credential was to be kept.');
}

/**
 * Runs the node with one key after the other. The credential of the second run is kept, as a fault of
 * the package might keep one: what the snapshot shows of that one, it would show of the others.
 */
async function runWithKeys(keys: Buffer, endpoint: string) {
	const kept: ICredentialDataDecryptedObject[] = [];
	for (let run = 0; run * length < keys.length; run += 1) {
		const credential = credentialFrom(keys.subarray(run * length), endpoint);
		if (run === 1) kept.push(credential);
		await runWith(credential);
	}
	keys.fill(0);
	return kept;
}

/** Each text is made by itself: cut from a longer one, it would keep that one alive. */
function credentialFrom(key: Buffer, endpoint: string): ICredentialDataDecryptedObject {
	const text = (start: number, end: number) => key.subarray(start, end).toString('latin1');
	return {
		accessKeyId: text(0, 20),
		secretAccessKey: text(20, 60),
		sessionToken: text(60, 100),
		region: 'us-east-1',
		endpoint,
	};
}

/** Gets a proxy session that there is, a few times. */
async function runWith(data: ICredentialDataDecryptedObject): Promise<void> {
	const engine = await builtEngine(data);
	const item = itemFor(sampleSession.ProxySessionId);
	const run = await startWorkflow(engine, chimeWorkflow({ items: Array(items).fill(item) }));
	if (run.data.resultData.error) throw run.data.resultData.error;
	const participants = outputsOf(run, nodeName)[0].length;
	if (participants !== 2 * items) throw new Error(`There were ${participants} participants.`);
}

void main(process.argv[2]);
