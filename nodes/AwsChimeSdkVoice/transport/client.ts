import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialTypeOf } from '../parameters/authentication';
import type { AttemptLimits } from '../parameters/options';
import { createClock } from './clock';
import { mapConcurrent } from './concurrency';
import { createdIn } from './created';
import { createDeadlines } from './deadlines';
import { baseAddress } from './endpoint';
import { createLifetime, type Lifetime, type RunContext } from './lifetime';
import type { ListBudget } from './pages';
import { RateLimiter } from './rateLimiter';
import { createRoundTrip } from './roundTrip';
import { Sender } from './sender';
import { createSession } from './session';
import type { World } from './world';

/** Sends the requests of one run. */
export interface ChimeClient {
	senderFor(limits: AttemptLimits): Sender;
	/** A sender for lists, with a rate limiter of its own: throttled lists do not slow the input items. */
	listSenderFor(limits: AttemptLimits): Sender;
	/**
	 * Runs a job for every index below `count`, a bounded number at once, the results in order. After a
	 * result that ends the run, nothing new is sent, waiting requests end, and GET requests in flight
	 * have one second, unless the run settles. Jobs without a result by then have none. Where the user stops
	 * the run, those have a result that AWS may have done something for.
	 */
	mapConcurrent<T>(
		count: number,
		job: (index: number) => Promise<T | undefined>,
		endsRun: (result: T) => boolean,
		settles?: boolean,
	): Promise<Array<T | undefined>>;
	/** Ends the run: nothing more is sent, and no timer is left. */
	close(): void;
	/** Whether the run has sent a request. */
	hasSent(): boolean;
	/** The parts of the credential that must not be shown; a list that grows with the sessions of a role. */
	secrets: unknown[];
	/** The AWS region of the credential. */
	region: string;
	/**
	 * The region, the base URL and, if the credential names it, the AWS account: equal for the same
	 * resources.
	 */
	origin: string;
	/** AWS's time in milliseconds, as far as it is known. */
	now(): number;
	/** Bytes that the run has read from lists. */
	listBudget: ListBudget;
}

/**
 * Prepares one run. The credential is read once, and what the run learns (AWS's time, AWS's rate limit)
 * serves all of its items.
 *
 * @param context a run of the node, which the user can cancel; or a list for the editor, or a poll
 */
export async function createClient(
	context: RunContext,
	maxConcurrency: number,
	world: World,
): Promise<ChimeClient> {
	const credentialType = credentialTypeOf(context);
	const credential = await context.getCredentials(credentialType);
	const session = createSession(credential);
	const lifetime = createLifetime(context, world);
	const { stopped } = lifetime;
	const clock = createClock(world.now);
	const deadlines = createDeadlines(world, lifetime.closed);
	const run = {
		roundTrip: createRoundTrip(context, [credentialType, credential], lifetime, deadlines),
		rateLimiter: new RateLimiter(world, stopped),
		clock,
		session,
		stopped,
		deadlines,
		traffic: { requests: 0 },
		created: createdIn(executionOf(context), world.now),
		world,
	};
	const listRun = { ...run, rateLimiter: new RateLimiter(world, stopped) };
	return {
		senderFor: (limits) => new Sender(run, limits),
		listSenderFor: (limits) => new Sender(listRun, limits),
		mapConcurrent: async (count, job, endsRun, settles = false) => {
			const runner = runnerOf(lifetime, job, endsRun, settles);
			return await mapConcurrent(count, maxConcurrency, world, runner);
		},
		close: lifetime.close,
		hasSent: () => run.traffic.requests > 0,
		secrets: session.secrets,
		region: String(credential.region).trim().toLowerCase(),
		origin: originOf(credential),
		now: () => clock.now().getTime(),
		listBudget: { bytes: 0 },
	};
}

function executionOf(context: RunContext): string | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionId() : undefined;
}

function runnerOf<T>(
	{ stopped, readsEnded, closed, stop }: Lifetime,
	job: (index: number) => Promise<T | undefined>,
	endsRun: (result: T) => boolean,
	settles: boolean,
): (index: number) => Promise<T | undefined> {
	return async (index) => {
		if (stopped.aborted) return undefined;
		const result = await job(index);
		const isLate = readsEnded.aborted && !closed.aborted;
		if (result === undefined || isLate) return undefined;
		if (endsRun(result)) stop(settles);
		return result;
	};
}

/** The role of a credential names the account; a key does not, and keys are replaced now and then. */
function originOf(credential: ICredentialDataDecryptedObject): string {
	const [account] = /(?<=::)\d{12}(?=:)/.exec(String(credential.roleArn)) ?? [];
	const region = String(credential.region).trim().toLowerCase();
	return [region, baseAddress(credential), account].filter(Boolean).join(' ');
}
