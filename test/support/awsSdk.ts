import * as sdk from '@aws-sdk/client-chime-sdk-voice';
import {
	ChimeSDKVoiceClient,
	type ChimeSDKVoiceClientConfig,
	type ServiceInputTypes,
	type ServiceOutputTypes,
} from '@aws-sdk/client-chime-sdk-voice';
import type { FinalizeRequestMiddleware } from '@smithy/types';

import type { Key } from './chime/signature';
import { record } from './record';

type Middleware = FinalizeRequestMiddleware<ServiceInputTypes, ServiceOutputTypes>;

/** AWS's own client for the loopback server. */
export function sdkClient(
	endpoint: string,
	{ accessKeyId, secretAccessKey, sessionToken }: Key,
	config: ChimeSDKVoiceClientConfig = {},
): ChimeSDKVoiceClient {
	return new ChimeSDKVoiceClient({
		endpoint,
		region: 'us-east-1',
		credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
		maxAttempts: 1,
		...config,
	});
}

/** Sends AWS's own command of an operation. */
export async function sendBySdk(
	client: ChimeSDKVoiceClient,
	awsName: string,
	input: object,
): Promise<Record<string, unknown>> {
	const Command: new (input: object) => never = Object(sdk)[`${awsName}Command`];
	const output: object = await client.send(new Command(input));
	return { ...output };
}

/**
 * Lets the client sign nothing but what the package signs. Otherwise it also signs headers that
 * carry its own version and a random number, and no two signatures could be equal.
 */
export function signOnlyHost(client: ChimeSDKVoiceClient): ChimeSDKVoiceClient {
	const withHostAlone: Middleware = (next) => async (args) => {
		const { headers } = record(args.request);
		const host = record(headers).host;
		return await next({
			...args,
			request: Object.assign(args.request ?? {}, { headers: { host } }),
		});
	};
	client.middlewareStack.addRelativeTo(withHostAlone, {
		name: 'withHostAlone',
		relation: 'before',
		toMiddleware: 'httpSigningMiddleware',
	});
	return client;
}
