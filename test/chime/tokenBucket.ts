/**
 * Whether one more request gets through: a burst at first, a steady rate from then on, as AWS
 * throttles its APIs.
 *
 * @param rate requests a second
 */
export function tokenBucket(rate: number, burst: number): () => boolean {
	let tokens = burst;
	let last = Date.now();
	return () => {
		const now = Date.now();
		tokens = Math.min(burst, tokens + ((now - last) * rate) / 1_000);
		last = now;
		if (tokens < 1) return false;
		tokens -= 1;
		return true;
	};
}
