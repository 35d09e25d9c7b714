import {
	OperationalError,
	type IAllExecuteFunctions,
	type ICredentialDataDecryptedObject,
	type IHttpRequestOptions,
} from 'n8n-workflow';

import { amzDate } from './clock';
import type { Deadlines } from './deadlines';
import { baseAddress } from './endpoint';
import type { Lifetime, RunContext } from './lifetime';
import {
	interrupted,
	interruptedBefore,
	networkErrorOf,
	unsignedInTime,
	type NetworkError,
} from './networkError';
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

/** A request under way. */
interface Attempt {
	signal: AbortSignal;
	isSigned: boolean;
	hasResponse: boolean;
}

/** Sends one request and reads its whole response, in `timeout` milliseconds. Every call is signed anew. */
export function createRoundTrip(
	context: RunContext,
	[credentialType, data]: [type: string, data: ICredentialDataDecryptedObject],
	{ readsEnded, closed }: Lifetime,
	deadlines: Deadlines,
): RoundTrip {
	const address = baseAddress(data);
	const send = senderOf(context, credentialType, data);
	// Only a GET request can be given up without leaving its effect uncertain.
	const [reads, others] = [readsEnded, closed].map(controllersOf);

	return async ({ method, path, body, isPage }, timeout, date) => {
		const inFlight = method === 'GET' ? reads : others;
		const controller = inFlight.add();
		const { signal } = controller;
		const attempt: Attempt = { signal, isSigned: false, hasResponse: false };
		const signing = { signingDate: amzDate(date), onSigned: () => noteSigned(attempt) };
		const request = {
			...fixedOptions,
			...signing,
			method,
			url: `${address}${path}`,
			body,
			timeout,
		};
		const clear = deadlines.set(timeout, () => controller.abort(late));
		try {
			const response = await send(request, signal);
			attempt.hasResponse = true;
			return await readResponse(response, isPage);
		} catch (error) {
			return endOf(attempt, error, timeout);
		} finally {
			clear();
			inFlight.delete(controller);
		}
	};
}

/** Has n8n sign and send requests. Rejects as soon as the signal is aborted. */
function senderOf(context: RunContext, type: string, data: ICredentialDataDecryptedObject) {
	// Handed over decrypted; n8n would otherwise read and decrypt it again for every request.
	const credentialsDecrypted = { id: '', name: '', type, data };
	const { httpRequestWithAuthentication } = context.helpers;
	return async (request: IHttpRequestOptions, signal: AbortSignal): Promise<FullResponse> => {
		const self = withCancelSignal(context, signal);
		const sent = httpRequestWithAuthentication.call(self, type, request, { credentialsDecrypted });
		return await Promise.race([sent, rejectedBy(signal)]);
	};
}

/** The credential is about to hand a request to n8n. Of what was given up by then, nothing must be sent. */
function noteSigned(attempt: Attempt): void {
	attempt.signal.throwIfAborted();
	attempt.isSigned = true;
}

function endOf(
	{ signal, isSigned, hasResponse }: Attempt,
	error: unknown,
	timeout: number,
): NetworkError {
	if (signal.reason === late) return isSigned ? timedOut(timeout) : unsignedInTime(timeout);
	if (signal.aborted) return isSigned ? interrupted : interruptedBefore;
	const networkError = networkErrorOf(error, hasResponse);
	return isSigned ? networkError : { ...networkError, failedBeforeSending: true, isUnsigned: true };
}

/**
 * Rejects when the signal is aborted. Before n8n sends a request, it waits for the credential, which no signal
 * reaches; after that, n8n sees that the signal is aborted, and sends nothing.
 */
async function rejectedBy(signal: AbortSignal): Promise<never> {
	return await new Promise((_resolve, reject) => {
		const end = () => reject(new OperationalError('Aborted'));
		if (signal.aborted) end();
		signal.addEventListener('abort', end, { once: true });
	});
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
