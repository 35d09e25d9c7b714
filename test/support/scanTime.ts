export const bytes = 10_000_000;
/** Long texts of what regular expressions and parsers stumble over. */
export const texts = ['/', '../', '%2e', '1', ':', '[', '\\', '&a=', ' ', '@', '-a', 'é'].map(
	(part): [string, string] => [part, part.repeat(Math.ceil(bytes / part.length))],
);

/** In milliseconds that the event loop is held up, by what waits for nothing. */
async function timeOf(action: () => unknown): Promise<number> {
	const start = performance.now();
	await action();
	return performance.now() - start;
}

/** Looks at each of 10 million characters once. */
function scan(): number {
	const [[, text]] = texts;
	let sum = 0;
	for (let index = 0; index < bytes; index += 1) sum += text.charCodeAt(index);
	return sum;
}

/**
 * To look at 10 MB takes 10 to 30 ms; to trim them, or to change their case, takes about as long. What
 * grows with the square of the characters takes hours, and with that of the first 65,536 some seconds.
 */
export const longestInScans = 10;

/** How many looks it takes to do something with all texts; on a busy machine the best of a few measurements. */
export async function timeInScans(action: () => Promise<unknown>): Promise<number> {
	const ratios: number[] = [];
	do {
		const [acting, look] = [await timeOf(action), await timeOf(scan)];
		ratios.push(acting / look);
	} while (Math.min(...ratios) > longestInScans * texts.length && ratios.length < 5);
	return Math.min(...ratios);
}
