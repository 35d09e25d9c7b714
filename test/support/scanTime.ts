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

/** Reads each of 10 million characters once. */
function scan(): number {
	const [[, text]] = texts;
	let sum = 0;
	for (let index = 0; index < bytes; index += 1) sum += text.charCodeAt(index);
	return sum;
}

/**
 * A scan of 10 MB takes 10 to 30 ms; trimming a text, or changing its case, takes about as long. Work that
 * grows with the square of 10 million characters takes hours, with the square of 200,000 a minute.
 */
export const longestInScans = 10;

/** The time of an action with all texts, in scans of one text; on a busy machine the best of five measurements. */
export async function timeInScans(action: () => Promise<unknown>): Promise<number> {
	const ratios: number[] = [];
	do {
		const [time, unit] = [await timeOf(action), await timeOf(scan)];
		ratios.push(time / unit);
	} while (Math.min(...ratios) > longestInScans * texts.length && ratios.length < 5);
	return Math.min(...ratios);
}
