import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';

import { amzDate } from './clock';
import type { Deadlines } from './deadlines';
import { baseAddress } from './endpoint';
import type { Lifetime, RunContext } from './lifetime';
import { interrupted, networkErrorOf, type NetworkError } from './networkError';
import type { ChimeRequest } from './request';
import { readResponse, type FullResponse, type HttpResponse } from './response';

/** No status is an exception, the body is read here, and a redirect is not followed. */
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
) => Promise<HttpResponse | NetworkError>;

/** Why a request is aborted after its timeout. */
const late = Symbol('late');

/** Sends one request and reads its whole response, in `timeout` milliseconds. Every call is signed anew. */
export function createRoundTrip(
	context: RunContext,
	[credentialType, data]: [type: string, data: ICredentialDataDecryptedObject],
	{ readsEnded, closed }: Lifetime,
	deadlines: Deadlines,
): RoundTrip {
	const address = baseAddress(data);
	// Handed over decrypted; n8n would otherwise read and decrypt it again for every request.
	const credentialsDecrypted = { id: '', name: '', type: credentialType, data };
	const { httpRequestWithAuthentication } = context.helpers;
	// Only a GET request can be given up without leaving its effect uncertain.
	const [reads, others] = [readsEnded, closed].map(controllersOf);

	return async ({ method, path, body, isPage }, timeout, date) => {
		const inFlight = method === 'GET' ? reads : others;
		const controller = inFlight.add();
		const signingDate = amzDate(date);
		const url = `${address}${path}`;
		const request = { ...fixedOptions, method, url, body, timeout, signingDate };
		const clear = deadlines.set(timeout, () => controller.abort(late));
		let hasResponse = false;
		try {
			const response: FullResponse = await httpRequestWithAuthentication.call(
				withCancelSignal(context, controller.signal),
				credentialType,
				request,
				{ credentialsDecrypted },
			);
			hasResponse = true;
			return await readResponse(response, isPage);
		} catch (error) {
			if (controller.signal.reason === late) return timedOut(timeout);
			return controller.signal.aborted ? interrupted : networkErrorOf(error, hasResponse);
		} finally {
			clear();
			inFlight.delete(controller);
		}
	};
}

/**
 * Controllers that are aborted with a signal. They share a listener: AbortSignal.any for each request took
 * nearly a tenth of its processor time.
 */
function controllersOf(signal: AbortSignal) {
	const controllers = new Set<AbortController>();
	const abortAll = () => controllers.forEach((controller) => controller.abort());
	signal.addEventListener('abort', abortAll, { once: true });
	return {
		add(): AbortController {
			const controller = new AbortController();
			controllers.add(controller);
			if (signal.aborted) controller.abort();
			return controller;
		},
		delete: (controller: AbortController) => controllers.delete(controller),
	};
}

/**
 * n8n aborts a request by the signal of its context (request-helpers/authentication.js); n8n's own
 * timeout ends with the headers.
 */
function withCancelSignal(context: object, signal: AbortSignal): IAllExecuteFunctions {
	return Object.create(context, { getExecutionCancelSignal: { value: () => signal } });
}

function timedOut(timeout: number): NetworkError {
	return {
		statusCode: null,
		code: 'ETIMEDOUT',
		message: `The response was not complete within ${timeout} ms.`,
	};
}
