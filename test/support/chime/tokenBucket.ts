/**
 * Whether one more request gets through: a burst at first, a steady rate from then on, as AWS
 * throttles its APIs.
 *
 * @param rate requests a second
 * @param now the clock, in milliseconds
 */
export function tokenBucket(rate: number, burst: number, now: () => number): () => boolean {
	let tokens = burst;
	let last = now();
	return () => {
		const passed = now() - last;
		tokens = Math.min(burst, tokens + (passed * rate) / 1_000);
		last += passed;
		if (tokens < 1) return false;
		tokens -= 1;
		return true;
	};
}
