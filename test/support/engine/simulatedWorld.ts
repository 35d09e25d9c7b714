import { Readable } from 'node:stream';

import type {
	IAllExecuteFunctions,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import type { AwsChimeSdkVoice } from '../../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { execute } from '../../../nodes/AwsChimeSdkVoice/execute';
import type { World } from '../../../nodes/AwsChimeSdkVoice/transport/world';
import type { ChimeOptions } from '../chime/server';

/**
 * A world for one test, in which time passes only when nothing else happens: no request is on the wire,
 * but for those that the server never answers, and the node does not compute. Then the time is at once
 * when the next sleeper wakes. So a minute of waiting takes no time, however fast the machine is.
 */
export interface SimulatedWorld extends World {
	/** Milliseconds that have passed so far. */
	passed(): number;
	/** How many wait for a time to come. */
	sleeping(): number;
	/** Resolves as soon as nothing can happen before time passes. */
	whenIdle(): Promise<void>;
	/** What a server of this world needs: it has the same time, and tells which requests never end. */
	ofServer: Required<Pick<ChimeOptions, 'now' | 'onStall'>>;
	/** The same context, with its requests counted from their start until their bodies have ended. */
	watch<T extends WithRequests>(context: T): T;
}

interface WithRequests {
	helpers: { httpRequestWithAuthentication: HttpRequest };
}

interface Sleeper {
	at: number;
	signal: AbortSignal | undefined;
	wake(): void;
	abort(): void;
}

type HttpRequest = IExecuteFunctions['helpers']['httpRequestWithAuthentication'];

/** What follows an answer or a waking up comes in the same turn of the event loop, or in one of the next. */
const idleTurns = 5;

/** After the times of the samples. */
const start = Date.parse('2026-03-04T05:06:07.890Z');

/** @param isStill whether time never passes */
export function createSimulatedWorld({ isStill = false } = {}): SimulatedWorld {
	const sleepers = new Set<Sleeper>();
	/** Those that are listened to. */
	const signals = new WeakSet<AbortSignal>();
	let time = start;
	let tellIdle = () => {};
	/** Requests of which an answer, or an end, is still to come. */
	let underWay = 0;
	let turnsWithoutNews = 0;
	let isWatching = false;
	let seed = 1;

	function news(): void {
		turnsWithoutNews = 0;
		if (isWatching) return;
		isWatching = true;
		setImmediate(takeTurn);
	}

	function takeTurn(): void {
		isWatching = false;
		const next = Math.min(...[...sleepers].map(({ at }) => at));
		if (next === Infinity) return;
		turnsWithoutNews += 1;
		if (next > time) {
			// The end of the request is the next news.
			if (underWay > 0) return;
			if (turnsWithoutNews >= idleTurns) {
				tellIdle();
				if (isStill) return;
				time = next;
			}
		}
		if (next <= time) wakeDue();
		isWatching = true;
		setImmediate(takeTurn);
	}

	function wakeDue(): void {
		turnsWithoutNews = 0;
		for (const sleeper of sleepers)
			if (sleeper.at <= time && sleepers.delete(sleeper)) sleeper.wake();
	}

	async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
		news();
		if (signal?.aborted) throw asError(signal.reason);
		if (signal && !signals.has(signal)) {
			signals.add(signal);
			signal.addEventListener('abort', () => wakeAll(signal), { once: true });
		}
		await new Promise<void>((resolve, reject) => {
			const at = time + Math.max(milliseconds, 0);
			sleepers.add({ at, signal, wake: resolve, abort: () => reject(asError(signal?.reason)) });
		});
	}

	function wakeAll(aborted: AbortSignal): void {
		news();
		for (const sleeper of sleepers)
			if (sleeper.signal === aborted && sleepers.delete(sleeper)) sleeper.abort();
	}

	/** Counts a request until it is given up, or the body ends that the returned function is told. */
	function countRequest(signal: AbortSignal | undefined): (responseBody: unknown) => void {
		let body: Readable | undefined;
		let isCounted = true;
		underWay += 1;
		news();
		const end = () => {
			if (isCounted) underWay -= 1;
			isCounted = false;
			news();
		};
		const giveUp = () => {
			// Of a body that nobody wants to read on, the end is still to be told.
			if (body?.destroyed) end();
			// Otherwise the server has said that there is no end, and it has not been counted since.
			isCounted = false;
		};
		signal?.addEventListener('abort', giveUp, { once: true });
		return (responseBody: unknown) => {
			if (!(responseBody instanceof Readable)) return end();
			body = responseBody;
			for (const event of ['end', 'error', 'close']) body.once(event, end);
		};
	}

	function counted(request: HttpRequest): HttpRequest {
		return async function (this: IAllExecuteFunctions, ...parameters) {
			const hasSignal = 'getExecutionCancelSignal' in this;
			const endWith = countRequest(hasSignal ? this.getExecutionCancelSignal() : undefined);
			let body: unknown;
			try {
				const response = await request.apply(this, parameters);
				body = response.body;
				return response;
			} finally {
				endWith(body);
			}
		};
	}

	return {
		now: () => time,
		/** Numerical Recipes' generator: the same numbers in every test. */
		random: () => (seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32,
		sleep,
		passed: () => time - start,
		sleeping: () => sleepers.size,
		whenIdle: async () =>
			await new Promise<void>((resolve) => {
				tellIdle = resolve;
				news();
			}),
		ofServer: {
			now: () => new Date(time),
			onStall: () => {
				underWay -= 1;
				news();
			},
		},
		watch: (context) => {
			const { helpers } = context;
			const request = counted(helpers.httpRequestWithAuthentication);
			const watched = { ...helpers, httpRequestWithAuthentication: request };
			return Object.create(context, { helpers: { value: watched } });
		},
	};
}

/** The node in this world. */
export function nodeIn(
	world: SimulatedWorld,
	{ description, methods }: AwsChimeSdkVoice,
): INodeType {
	return {
		description,
		methods,
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			return await execute(world.watch(this), world);
		},
	};
}

function asError(reason: unknown): Error {
	return reason instanceof Error ? reason : new Error(String(reason));
}
