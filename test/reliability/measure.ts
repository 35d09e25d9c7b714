/* eslint-disable @n8n/community-nodes/no-restricted-globals -- gives up on what never ends */
import {
	GetProxySessionCommand,
	paginateListProxySessions,
	type ChimeSDKVoiceClient,
} from '@aws-sdk/client-chime-sdk-voice';

import { mostThrottled } from '../../nodes/AwsChimeSdkVoice/transport/retryPolicy';
import { sdkClient } from '../awsSdk';
import { sampleSession, startChime } from '../chime/server';
import { runNode } from '../engine/chimeNode';
import { createSimulatedWorld, type SimulatedWorld } from '../engine/simulatedWorld';
import { key } from '../keys';
import { parametersFor } from '../operations';
import { addressOfNobody } from '../support/nobody';
import type { Scenario } from './scenarios';
import { credentialFor } from '../support/credential';

export interface Result {
	attempts: number | string;
	/** The code of the failure, or what there was instead. */
	outcome: string;
	end: 'at once' | 'after the timeout' | 'after a minute' | 'never';
}

const { VoiceConnectorId } = sampleSession;
/** For one attempt of the node. */
const timeout = 5_000;
/** Milliseconds after which the SDK is taken to wait for ever for a response that has no end. */
const longestWait = 1_000;

export async function measureNode(scenario: Scenario): Promise<Result> {
	const world = createSimulatedWorld();
	return await against(scenario, world.ofServer, async (endpoint) => {
		const operation = scenario.isList
			? { ...parametersFor('ListProxySessions'), returnAll: true }
			: {};
		const { outputs } = await runNode({
			items: [{ voiceConnectorId: VoiceConnectorId, proxySessionId: scenario.session }],
			credential: credentialFor(endpoint),
			parameters: { ...operation, output: 'session', options: { timeout } },
			world,
		});
		const [item] = outputs.flat();
		const hasTimedOut = item.json.code === 'ETIMEDOUT' || scenario.session.includes('hang');
		const isLong = world.passed() >= 60_000;
		const end = isLong ? 'after a minute' : hasTimedOut ? 'after the timeout' : 'at once';
		return { outcome: outputs[0].length > 0 ? 'the session' : String(item.json.code), end };
	});
}

export async function measureSdk(scenario: Scenario): Promise<Result> {
	const abort = new AbortController();
	const onStall = () => void setTimeout(() => abort.abort(), longestWait);
	const now = () => new Date();
	return await against(scenario, { now, onStall }, async (endpoint) => {
		const client = sdkClient(endpoint, key, { maxAttempts: 3 });
		const got = scenario.isList ? listBySdk : getBySdk;
		const outcome = await got(client, scenario.session, abort.signal).catch(nameOf);
		client.destroy();
		return abort.signal.aborted ? { outcome: 'none', end: 'never' } : { outcome, end: 'at once' };
	});
}

async function getBySdk(
	client: ChimeSDKVoiceClient,
	ProxySessionId: string,
	abortSignal: AbortSignal,
): Promise<string> {
	const command = new GetProxySessionCommand({ VoiceConnectorId, ProxySessionId });
	const { ProxySession } = await client.send(command, { abortSignal });
	return ProxySession ? 'the session' : 'nothing, as a success';
}

async function listBySdk(
	client: ChimeSDKVoiceClient,
	_session: string,
	abortSignal: AbortSignal,
): Promise<string> {
	const pages = paginateListProxySessions({ client }, { VoiceConnectorId }, { abortSignal });
	let sessions = 0;
	for await (const { ProxySessions = [] } of pages) sessions += ProxySessions.length;
	return `${sessions} sessions`;
}

async function against(
	{ server, isDown = false }: Scenario,
	{ now, onStall }: SimulatedWorld['ofServer'],
	measure: (endpoint: string) => Promise<Omit<Result, 'attempts'>>,
): Promise<Result> {
	const chime = await startChime({ keys: [key], now, onStall, ...server?.(now) });
	const result = await measure(isDown ? await addressOfNobody() : chime.url);
	await chime.close();
	const attempts = chime.received.length;
	// How many exactly is up to chance where waiting is what ends it, and to the server where nothing does.
	const isOpen = result.end === 'after a minute' || result.end === 'never';
	return {
		attempts: isOpen && attempts > mostThrottled ? `more than ${mostThrottled}` : attempts,
		...result,
	};
}

/** AWS's name, Node's code, or the first words, of an error of the SDK. */
function nameOf(error: Error & { code?: string }): string {
	if (error.code) return error.code;
	if (error.name !== 'Error') return error.name;
	const text = error.message.replace(/^AWS SDK error wrapper for \w+: /, '');
	return /\bE[A-Z]{4,}\b/.exec(text)?.[0] ?? text.split(/[:\n]/)[0];
}
