import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import pLimit from 'p-limit';

import { isThrottling, type Answer } from './response';
import { type NoAnswer } from './networkError';
import { createClock } from './clock';
import { createLifetime, RunIsOver } from './lifetime';
import type { ListBudget } from './pages';
import type { ChimeRequest } from '../resources/operation';
import type { Patience } from '../parameters/options';
import { createPace } from './rateLimiter';
import { redactor, type Redact } from '../errors/redact';
import { createCourse, serverWish } from './retryPolicy';
import { createRoundTrip, credentialType, type RoundTrip } from './roundTrip';
import type { World } from './world';

/** What the last attempt brought, and how many requests were sent for the input item by then. */
export type Sent = (Answer | NoAnswer) & { attempts: number };

/** Sends the requests of one input item, one after the other. */
export interface Sender {
	/**
	 * Sends, and sends again where that may help. A status or a fault is an answer.
	 *
	 * @throws RunIsOver
	 */
	send(request: ChimeRequest): Promise<Sent>;
	/** How many requests were sent. */
	attempts(): number;
}

/** What one run needs to ask Chime SDK Voice. */
export interface Connection {
	senderOf(patience: Patience): Sender;
	/**
	 * Runs a job for every index below `count`, a bounded number at once, the results in order. With a
	 * result that ends the run, nothing new is sent and whoever waits is woken; what is on the wire may
	 * finish, reading for a second at most. Jobs that did not come to a result have none.
	 */
	forEachInFlight<T>(
		count: number,
		job: (index: number) => Promise<T | undefined>,
		endsRun: (result: T) => boolean,
	): Promise<Array<T | undefined>>;
	/** Ends the run: nothing more is sent, and no timer is left. */
	end(): void;
	/** Takes the credential's secrets, and phone numbers, out of a text from elsewhere. */
	redact: Redact;
	/** What has been read of lists. */
	listBudget: ListBudget;
}

/** A run of the node, or a look into a list by the editor, which nothing cancels. */
type Context = IExecuteFunctions | ILoadOptionsFunctions;

/**
 * Requests that start before the event loop gets a turn. A hundred that start at once are answered at
 * once, and the network idles while the answers are worked through.
 */
const startsPerTurn = 4;
/** In the place of an answer where the run has given up before an item's turn came. */
const notSent: NoAnswer = {
	statusCode: null,
	code: 'NotSent',
	message: 'Not sent, because AWS has throttled every request of this run for a minute.',
	isUnsent: true,
};

/**
 * Prepares one run: the credential is read once, not once per item, and what the run learns (AWS's
 * time, how much it lets through) serves all of its items.
 */
export async function connect(
	context: Context,
	maxConcurrency: number,
	world: World,
): Promise<Connection> {
	const credential = await context.getCredentials(credentialType);
	const lifetime = createLifetime(context, world);

	return {
		senderOf: createSenders(
			createRoundTrip(context, credential, lifetime, world),
			lifetime.over,
			world,
		),
		forEachInFlight: async (count, job, endsRun) =>
			await startFew(count, maxConcurrency, world, async (index) => {
				if (lifetime.over.aborted) return undefined;
				const result = await job(index);
				if (result === undefined || lifetime.cut.aborted) return undefined;
				if (endsRun(result)) lifetime.stop();
				return result;
			}),
		end: lifetime.end,
		redact: redactor([credential.secretAccessKey, credential.sessionToken, credential.accessKeyId]),
		listBudget: { bytes: 0 },
	};
}

/** Runs jobs, a bounded number at once, and starts only a few of them in one turn of the event loop. */
async function startFew<T>(
	count: number,
	maxConcurrency: number,
	{ sleep }: World,
	job: (index: number) => Promise<T>,
): Promise<T[]> {
	let turn = Promise.resolve();
	return await pLimit(maxConcurrency).map(Array(count).keys(), async (index) => {
		if (index % startsPerTurn === 0) turn = turn.then(async () => await sleep(0));
		await turn;
		return await job(index);
	});
}

/** Senders that repeat round trips, at a pace and by a clock that the whole run shares. */
function createSenders(
	roundTrip: RoundTrip,
	over: AbortSignal,
	world: World,
): Connection['senderOf'] {
	const pace = createPace(world, over);
	const clock = createClock(world.now);

	async function attempt(request: ChimeRequest, timeout: number) {
		const signedAt = clock.now();
		const answer = await roundTrip(request, timeout, signedAt);
		if (isThrottling(answer)) pace.throttled(serverWish(answer));
		else if (answer.statusCode === null) pace.failed();
		else pace.passed();
		return { answer, hasLearntTime: clock.learn(answer, signedAt) };
	}

	/** Whatever rejects while the run is over, it is for that. */
	const untilOver = async (wait: Promise<void>) =>
		await wait.catch((error: unknown) => {
			throw over.aborted ? new RunIsOver() : error;
		});

	return (patience) => {
		const { deadline = Infinity, maxRetries, timeout } = patience;
		let attempts = 0;
		return {
			attempts: () => attempts,
			async send(request) {
				const course = createCourse(request, patience, world);
				for (let last: Answer | NoAnswer = notSent; ;) {
					if (maxRetries > 0) await untilOver(pace.turn());
					if (maxRetries > 0 && pace.isHopeless()) return { ...last, attempts };
					if (over.aborted) throw new RunIsOver();
					attempts += 1;
					const longest = Math.min(timeout, Math.max(deadline - world.now(), 1));
					const { answer, hasLearntTime } = await attempt(request, longest);
					const delay = course.waitAfter(answer, hasLearntTime);
					if (delay === undefined) return { ...answer, attempts };
					last = answer;
					await untilOver(world.sleep(delay, over));
				}
			},
		};
	};
}
