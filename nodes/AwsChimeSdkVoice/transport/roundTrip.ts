import type {
	IAllExecuteFunctions,
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { readAnswer, type Answer, type FullResponse } from './response';
import { noAnswerOf, type NoAnswer } from './networkError';
import { amzDate } from './clock';
import { createDeadlines } from './deadlines';
import { baseAddress } from './endpoint';
import type { Lifetime } from './lifetime';
import type { ChimeRequest } from '../resources/operation';
import type { World } from './world';

export const credentialType = 'awsChimeSdkVoiceApi';

/** A status is an answer, the body is read here, and a redirect is not followed. */
const fixedOptions = {
	json: true,
	encoding: 'stream',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
} as const;

export type RoundTrip = (
	request: ChimeRequest,
	timeout: number,
	date: Date,
) => Promise<Answer | NoAnswer>;

/** One request and its whole answer, in `timeout` milliseconds. Every call is signed anew. */
export function createRoundTrip(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	data: ICredentialDataDecryptedObject,
	{ cut, done, cancelled }: Lifetime,
	world: World,
): RoundTrip {
	const address = baseAddress(data);
	// Handed over decrypted; n8n would otherwise read and decrypt it again for every request.
	const credentialsDecrypted = { id: '', name: '', type: credentialType, data };
	const { httpRequestWithAuthentication } = context.helpers;
	const deadlines = createDeadlines(world, done);

	return async ({ method, path, body }, timeout, date) => {
		const late = new AbortController();
		// Only reading can be given up without leaving it open what has been done.
		const end = method === 'GET' ? cut : cancelled;
		const signal = end ? AbortSignal.any([end, late.signal]) : late.signal;
		// n8n aborts a request by the signal of its context (request-helpers/authentication.js); its own
		// timeout ends with the headers.
		const attempt: IAllExecuteFunctions = Object.create(context, {
			getExecutionCancelSignal: { value: () => signal },
		});
		const headers = { 'x-amz-date': amzDate(date) };
		const request = { ...fixedOptions, method, url: `${address}${path}`, headers, body, timeout };
		const clear = deadlines.set(timeout, () => late.abort());
		let hasResponse = false;
		try {
			const response: FullResponse = await httpRequestWithAuthentication.call(
				attempt,
				credentialType,
				request,
				{ credentialsDecrypted },
			);
			hasResponse = true;
			return await readAnswer(response);
		} catch (error) {
			return late.signal.aborted ? timedOut(timeout) : noAnswerOf(error, hasResponse);
		} finally {
			clear();
		}
	};
}

function timedOut(timeout: number): NoAnswer {
	return { statusCode: null, code: 'ETIMEDOUT', message: `No whole answer within ${timeout} ms.` };
}
