/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- measures in a process of its own */
/**
 * Compares the processor time of an item that the session of a role signs, the session being in the
 * credential, with that of an item that an access key signs, and with that of a temporary key, whose
 * token is as long as that of the session. Prints the median of the ratios of all rounds. Parameters:
 * rounds, sessions of a run.
 */
import './environment';

import { randomBytes } from 'node:crypto';

import { Expression } from 'n8n-workflow';

import { fingerprintOf, toStored } from '../../credentials/role/storedSession';
import { roleCredentialFor } from '../support/credential';
import { closeAll } from '../support/cleanup';
import { bytesInUse } from '../support/memory';
import { startExpressions } from './expressions';
import { startFastServer } from './fastServer';
import { theNode, theRole } from './inEngine';
import type { Running } from './task';

async function main([rounds = 20, sessions = 2_000]: number[]): Promise<void> {
	await startExpressions(process.versions.node);
	const { url } = await startFastServer({ latency: 0 });
	const load = { latency: 0, sessions, concurrency: 100 };
	const data = roleCredentialFor(url);
	const key = temporaryKey();
	const expiresAt = Date.now() + 3_600_000;
	const session = toStored({ accessKey: key, expiresAt }, fingerprintOf(data)).text;
	const runs = {
		role: await theRole({ ...data, session }, load),
		'access key': await theNode(url, load),
		'temporary key': await theNode(url, load, key),
	};
	const names = ['access key', 'role', 'temporary key'] as const;
	for (const name of [...names, ...names]) await runs[name]();
	const times = { role: [], 'access key': [], 'temporary key': [] } as Record<string, number[]>;
	for (let round = 0; round < rounds; round += 1)
		for (const name of round % 2 === 0 ? names : names.toReversed())
			times[name].push((await processorTime(runs[name])) / sessions);
	for (const name of names) {
		const ratios = times.role.map((time, round) => time / times[name][round]);
		console.log(
			`${name}: ${median(times[name]).toFixed(0)} µs; a role takes ${median(ratios).toFixed(3)} times that`,
		);
	}
	await Expression.disposeExpressionEngine();
	await closeAll();
	process.exit(0);
}

function median(numbers: number[]): number {
	return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

/** As long as those of AWS are. */
function temporaryKey() {
	return {
		accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
		secretAccessKey: randomBytes(30).toString('base64'),
		sessionToken: `IQoJb3JpZ2luX2VjE${randomBytes(450).toString('base64')}`,
	};
}

async function processorTime(run: Running): Promise<number> {
	await bytesInUse();
	const start = process.cpuUsage();
	await run();
	const { user, system } = process.cpuUsage(start);
	return user + system;
}

void main(process.argv.slice(2).map(Number));
