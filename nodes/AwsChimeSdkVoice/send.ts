import {
	sleep,
	type IAllExecuteFunctions,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
} from 'n8n-workflow';
import pLimit from 'p-limit';

import {
	isThrottling,
	noAnswerOf,
	readAnswer,
	type Answer,
	type FullResponse,
	type NoAnswer,
} from './answer';
import { amzDate, createClock } from './clock';
import { baseAddress } from './endpoint';
import type { ChimeRequest } from './operation';
import type { Patience } from './options';
import { createPace } from './pace';
import { redactor, type Redact } from './redact';
import { createCourse, serverWish } from './retry';

/** What the last attempt brought, and how many requests were sent for it. */
export type Sent = (Answer | NoAnswer) & { attempts: number };

/** What one run needs to ask Chime SDK Voice. */
export interface Connection {
	/** Sends, and sends again where that may help. Rejects neither for a status nor for a fault. */
	send(request: ChimeRequest, patience: Patience): Promise<Sent>;
	/**
	 * Runs a job for every index below `count`, a bounded number at once, the results in order. A
	 * result that ends the run lets no further job start; then the results are fewer than `count`.
	 */
	forEachInFlight<T>(
		count: number,
		job: (index: number) => Promise<T>,
		endsRun: (result: T) => boolean,
	): Promise<T[]>;
	/** Takes the credential's secrets, and phone numbers, out of a text from elsewhere. */
	redact: Redact;
}

/** A run of the node, or a look into a list by the editor, which nothing cancels. */
type Context = IExecuteFunctions | ILoadOptionsFunctions;

const credentialType = 'awsChimeSdkVoiceApi';
/**
 * Jobs that start before the event loop gets a turn. All in step, requests wait in step: a hundred
 * answers come at once, and while they are worked through, nothing is on its way.
 */
const startsPerTurn = 4;
/** A status is an answer, the body is read here, and a redirect is not followed. */
const fixedOptions = {
	json: true,
	encoding: 'stream',
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
} as const;

/**
 * Prepares one run: the credential is read and the settings are judged once, not once per item, and
 * what the run learns (AWS's time, how much it lets through) serves all of its items.
 *
 * @throws UserError when the settings make every request meaningless; the message says what to change
 */
export async function connect(context: Context, maxConcurrency: number): Promise<Connection> {
	const credential = await context.getCredentials(credentialType);
	const address = baseAddress(credential);
	const limit = pLimit(maxConcurrency);
	const cancelled =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const send = createSend(createRoundTrip(context, credential, address, cancelled), cancelled);

	return {
		send,
		forEachInFlight: async (count, job, endsRun) => {
			let isOver = false;
			let turn = Promise.resolve();
			const results = await limit.map(Array(count).keys(), async (index) => {
				if (index % startsPerTurn === 0) turn = turn.then(async () => await sleep(0));
				await turn;
				if (isOver || cancelled?.aborted) return [];
				const result = await job(index);
				isOver ||= endsRun(result);
				return [result];
			});
			return results.flat(1);
		},
		redact: redactor([credential.secretAccessKey, credential.sessionToken]),
	};
}

type RoundTrip = (request: ChimeRequest, timeout: number, date: Date) => Promise<Answer | NoAnswer>;

/** One request and its whole answer, in `timeout` milliseconds. Every call is signed anew. */
function createRoundTrip(
	context: Context,
	data: ICredentialDataDecryptedObject,
	address: string,
	cancelled: AbortSignal | undefined,
): RoundTrip {
	// Handed over decrypted; n8n would otherwise read and decrypt it again for every request.
	const credentialsDecrypted = { id: '', name: '', type: credentialType, data };
	const { httpRequestWithAuthentication } = context.helpers;

	return async ({ method, path, body }, timeout, date) => {
		const deadline = AbortSignal.timeout(timeout);
		const signal = cancelled ? AbortSignal.any([cancelled, deadline]) : deadline;
		// n8n aborts a request by the signal of its context; its own timeout ends with the headers.
		const attempt: IAllExecuteFunctions = Object.create(context, {
			getExecutionCancelSignal: { value: () => signal },
		});
		const headers = { 'x-amz-date': amzDate(date) };
		const request = { ...fixedOptions, method, url: `${address}${path}`, headers, body, timeout };
		try {
			const response: FullResponse = await httpRequestWithAuthentication.call(
				attempt,
				credentialType,
				request,
				{ credentialsDecrypted },
			);
			return await readAnswer(response);
		} catch (error) {
			return deadline.aborted ? timedOut(timeout) : noAnswerOf(error);
		}
	};
}

function timedOut(timeout: number): NoAnswer {
	return { statusCode: null, code: 'ETIMEDOUT', message: `No whole answer within ${timeout} ms.` };
}

type Attempt = { answer: Answer | NoAnswer; hasLearntTime: boolean };

/** Repeats round trips, at a pace and by a clock that the whole run shares. */
function createSend(roundTrip: RoundTrip, cancelled: AbortSignal | undefined): Connection['send'] {
	const wait = async (milliseconds: number) => await sleep(milliseconds, cancelled);
	const pace = createPace({ now: Date.now, sleep: wait });
	const clock = createClock();
	let lastThrottled: Answer | undefined;

	async function attempt(request: ChimeRequest, timeout: number): Promise<Attempt> {
		const signedAt = clock.now();
		const answer = await roundTrip(request, timeout, signedAt);
		if (isThrottling(answer)) {
			lastThrottled = answer;
			pace.throttled(serverWish(answer));
		} else if (answer.statusCode !== null) {
			pace.passed();
		}
		return { answer, hasLearntTime: clock.learn(answer, signedAt) };
	}

	return async (request, { timeout, maxRetries }) => {
		const course = createCourse(request, maxRetries);
		let attempts = 0;
		let last: Answer | NoAnswer | undefined;
		try {
			for (;;) {
				if (maxRetries > 0) await pace.turn();
				const known = last ?? lastThrottled;
				if (maxRetries > 0 && known && pace.isHopeless()) return { ...known, attempts };
				attempts += 1;
				const { answer, hasLearntTime } = await attempt(request, timeout);
				const delay = course.waitAfter(answer, hasLearntTime);
				if (delay === undefined) return { ...answer, attempts };
				last = answer;
				await wait(delay);
			}
		} catch (error) {
			return { ...noAnswerOf(error), attempts };
		}
	};
}
