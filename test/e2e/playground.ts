/* eslint-disable @n8n/community-nodes/require-node-api-error -- starts servers for the tests and the developers, never part of the package */
import { startChime, type Chime, type ChimeOptions } from '../chime/server';
import { key } from '../keys';
import { installPackage } from './communityPackage';
import { populate } from './connectors';
import { storeBasicAuth, storeCredential, storeHeaderAuth } from './credential';
import { create, type Stored } from './editor';
import { startN8n, type N8n } from './n8n';
import { startSink, type Notification, type Sink } from './sink';
import { credentialType, example, exampleFiles, type Credential } from './workflows';

/** An n8n to look at: with the package, a loopback Chime and web hook, and the examples, ready to run. */
export interface Playground {
	n8n: N8n;
	chime: Chime;
	sink: Sink;
	/** For the loopback Chime. */
	credential: Credential;
	/** By file name. */
	examples: Map<string, Stored>;
	stop(): Promise<void>;
}

export async function startPlayground(
	onNotification: (notification: Notification) => void = () => {},
	intercept?: ChimeOptions['intercept'],
): Promise<Playground> {
	const started: Array<() => Promise<void>> = [];
	const stop = async () => {
		while (started.length > 0) await started.pop()?.();
	};
	try {
		const chime = await startChime({ keys: [key], intercept });
		started.push(chime.close);
		const sink = await startSink(onNotification);
		started.push(sink.close);
		const n8n = await startN8n();
		started.push(n8n.stop);
		populate(chime);
		return { n8n, chime, sink, stop, ...(await furnish(n8n, chime, sink)) };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Installs the package, and stores the credentials and the examples. */
async function furnish(
	n8n: N8n,
	chime: Chime,
	sink: Sink,
): Promise<Pick<Playground, 'credential' | 'examples'>> {
	await installPackage(n8n);
	const credential = await storeCredential(n8n, chime);
	const credentials = {
		[credentialType]: credential,
		httpHeaderAuth: await storeHeaderAuth(n8n),
		httpBasicAuth: await storeBasicAuth(n8n),
	};
	const examples = new Map<string, Stored>();
	for (const file of exampleFiles)
		examples.set(file, await create(n8n, await example(file, credentials, sink.url, n8n.url)));
	return { credential, examples };
}
