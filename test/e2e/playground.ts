import { startChime, type Chime } from '../chime/server';
import { key } from '../keys';
import { installPackage } from './communityPackage';
import { create, type Stored } from './editor';
import { startN8n, type N8n } from './n8n';
import { startSink, type Notification, type Sink } from './sink';
import { credentialType, example, exampleFiles, type Credential } from './workflows';

/** An n8n to look at: with the package, a loopback Chime and web hook, and the examples, ready to run. */
export interface Playground {
	n8n: N8n;
	chime: Chime;
	sink: Sink;
	/** By file name. */
	examples: Map<string, Stored>;
	stop(): Promise<void>;
}

export async function startPlayground(
	onNotification: (notification: Notification) => void = () => {},
): Promise<Playground> {
	const [chime, sink, n8n] = await Promise.all([
		startChime({ keys: [key] }),
		startSink(onNotification),
		startN8n(),
	]);
	await installPackage(n8n);
	const credential = await storeCredential(n8n, chime.url);
	const examples = new Map<string, Stored>();
	for (const file of exampleFiles)
		examples.set(file, await create(n8n, await example(file, credential, sink.url)));
	return {
		n8n,
		chime,
		sink,
		examples,
		stop: async () => {
			await n8n.stop();
			await sink.close();
			await chime.close();
		},
	};
}

export async function storeCredential({ rest }: N8n, endpoint: string): Promise<Credential> {
	const { id, name } = await rest<Credential>('POST', '/credentials', {
		name: 'AWS Chime SDK Voice account',
		type: credentialType,
		data: { region: 'us-east-1', endpoint, sessionToken: '', ...key },
	});
	return { id, name };
}
