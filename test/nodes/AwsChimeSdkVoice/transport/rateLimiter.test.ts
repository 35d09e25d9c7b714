import { RateLimiter } from '../../../../nodes/AwsChimeSdkVoice/transport/rateLimiter';

/** A world in which time passes only when everybody waits for it. */
function simulatedWorld() {
	let time = 0;
	const sleepers: Array<{ until: number; wake: () => void }> = [];
	const world = {
		now: () => time,
		sleep: async (milliseconds: number) =>
			await new Promise<void>((wake) => void sleepers.push({ until: time + milliseconds, wake })),
	};
	async function runUntil(isOver: () => boolean): Promise<void> {
		while (!isOver()) {
			await new Promise((resolve) => setImmediate(resolve));
			sleepers.sort((a, b) => a.until - b.until);
			const next = sleepers.shift();
			if (!next) continue;
			time = Math.max(time, next.until);
			next.wake();
		}
	}
	return { world, runUntil };
}

interface Simulated {
	seconds: number;
	sent: number;
	throttled: number;
}

/** Gets a number of sessions, 50 in flight, from a server with a limit (requests a second) and a burst. */
async function simulate(
	sessions: number,
	limit: (second: number) => number,
	burst: number,
): Promise<Simulated> {
	const { world, runUntil } = simulatedWorld();
	const rateLimiter = new RateLimiter(world);
	let tokens = burst;
	let last = 0;
	let sent = 0;
	let throttled = 0;
	let done = 0;
	let next = 0;

	const isLetThrough = () => {
		const now = world.now();
		tokens = Math.min(burst, tokens + ((now - last) * limit(now / 1_000)) / 1_000);
		last = now;
		if (tokens < 1) return false;
		tokens -= 1;
		return true;
	};
	const worker = async () => {
		while (next++ < sessions) {
			for (let isDone = false; !isDone;) {
				await rateLimiter.acquire();
				sent += 1;
				await world.sleep(20);
				isDone = isLetThrough();
				if (isDone) {
					rateLimiter.onResponse();
				} else {
					throttled += 1;
					rateLimiter.onThrottled(0);
					await world.sleep(125);
				}
			}
			done += 1;
		}
	};
	void Promise.all(Array.from({ length: 50 }, worker));
	await runUntil(() => done === sessions);
	return { seconds: world.now() / 1_000, sent, throttled };
}

test('without throttling, it holds nothing back', async () => {
	const { seconds, sent } = await simulate(1_000, () => 1e6, 1e6);
	expect(sent).toBe(1_000);
	expect(seconds).toBeCloseTo(0.4, 5);
});

test.each([
	[60, 1, 1],
	[60, 1, 5],
	[120, 2, 1],
	[200, 5, 10],
	[600, 50, 50],
	[5_000, 500, 100],
])(
	'%i sessions under %i requests a second with a burst of %i: no more than 1.3 times the floor',
	async (sessions, rate, burst) => {
		const { seconds, sent, throttled } = await simulate(sessions, () => rate, burst);
		const floor = (sessions - burst) / rate;
		expect(seconds).toBeGreaterThanOrEqual(floor - 1);
		expect(seconds).toBeLessThanOrEqual(1.3 * floor);
		expect(sent).toBe(sessions + throttled);
		expect(throttled).toBeLessThan(0.5 * sessions + 150);
	},
);

test('it follows a limit that falls and rises again', async () => {
	const limit = (second: number) => (second < 10 ? 100 : second < 20 ? 10 : 100);
	const { seconds } = await simulate(2_500, limit, 100);
	// 100 at once, 1,000 in ten seconds, 100 in the next ten, and 1,300 at 100 a second.
	expect(seconds).toBeLessThan(1.3 * 33);
});

describe('after throttling', () => {
	test('it leaves the server alone for as long as Retry-After says', async () => {
		const { world, runUntil } = simulatedWorld();
		const rateLimiter = new RateLimiter(world);
		rateLimiter.onThrottled(5_000);
		let isOver = false;
		void rateLimiter.acquire().then(() => (isOver = true));
		await runUntil(() => isOver);
		expect(world.now()).toBe(5_000);
	});

	test('a later throttled response does not shorten the delay of the server', async () => {
		const { world, runUntil } = simulatedWorld();
		const rateLimiter = new RateLimiter(world);
		rateLimiter.onThrottled(5_000);
		rateLimiter.onThrottled(0);
		let isOver = false;
		void rateLimiter.acquire().then(() => (isOver = true));
		await runUntil(() => isOver);
		expect(world.now()).toBe(5_000);
	});

	test('it gives up after a minute of nothing else, and lets go who waits for a turn', async () => {
		const { world, runUntil } = simulatedWorld();
		const rateLimiter = new RateLimiter(world);
		expect(rateLimiter.isExhausted()).toBe(false);
		rateLimiter.onThrottled(0);
		let isOver = false;
		void world.sleep(50_000).then(() => {
			rateLimiter.onThrottled(20_000);
			expect(rateLimiter.isExhausted()).toBe(false);
			void rateLimiter.acquire().then(() => (isOver = true));
		});
		void world.sleep(60_000).then(() => rateLimiter.onThrottled(20_000));
		await runUntil(() => isOver);
		expect(rateLimiter.isExhausted()).toBe(true);
		// Whoever waits looks once a second.
		expect(world.now()).toBeLessThanOrEqual(61_000);
		rateLimiter.onResponse();
		expect(rateLimiter.isExhausted()).toBe(false);
	});

	test.each(['onNetworkError', 'onResponse'] as const)(
		'it does not give up after %s in between, nor where nothing is responded to at all',
		async (happened) => {
			const { world, runUntil } = simulatedWorld();
			const rateLimiter = new RateLimiter(world);
			rateLimiter.onThrottled(0);
			let isOver = false;
			void world.sleep(59_000).then(() => rateLimiter[happened]());
			void world.sleep(61_000).then(() => {
				rateLimiter.onThrottled(0);
				isOver = true;
			});
			await runUntil(() => isOver);
			expect(rateLimiter.isExhausted()).toBe(false);

			const silent = new RateLimiter(world);
			silent.onThrottled(0);
			let isLater = false;
			void world.sleep(600_000).then(() => (isLater = true));
			await runUntil(() => isLater);
			expect(silent.isExhausted()).toBe(false);
		},
	);

	test('when sleeping ends because the execution was cancelled, so does every turn', async () => {
		const cancelled = new Error('cancelled');
		const rateLimiter = new RateLimiter({
			now: () => 0,
			sleep: async () => await Promise.reject(cancelled),
		});
		rateLimiter.onThrottled(1_000);
		await expect(Promise.all([rateLimiter.acquire(), rateLimiter.acquire()])).rejects.toBe(
			cancelled,
		);
		await expect(rateLimiter.acquire()).rejects.toBe(cancelled);
	});

	test('at a rate of one request a second, a later throttled response does not shorten the delay of the server', async () => {
		let time = 0;
		const sleep = async (milliseconds: number) => void (time += milliseconds);
		const rateLimiter = new RateLimiter({ now: () => time, sleep });
		for (let each = 0; each < 100; each += 1) {
			time += 1_000;
			if (each % 10 === 0) rateLimiter.onThrottled(0);
			else rateLimiter.onResponse();
		}
		rateLimiter.onThrottled(5_000);
		const end = time + 5_000;
		rateLimiter.onThrottled(0);
		await rateLimiter.acquire();
		expect(time).toBeGreaterThanOrEqual(end);
	});
});

test('a minute of throttled requests for a session ends the run, and says nothing of the rate of others', async () => {
	let time = 0;
	const sleep = async () => {
		throw new Error('There is nothing to wait for.');
	};
	const rateLimiter = new RateLimiter({ now: () => time, sleep });
	for (time = 0; time <= 59_000; time += 1_000) rateLimiter.onSessionThrottled();
	expect(rateLimiter.isExhausted()).toBe(false);
	rateLimiter.onResponse();
	const start = time;
	for (; time <= start + 60_000; time += 1_000) rateLimiter.onSessionThrottled();
	expect(rateLimiter.isExhausted()).toBe(true);
	await rateLimiter.acquire();
});
