/** What has been started and is not closed yet, in the order of starting. */
const open = new Set<Close>();
let isOver = false;

export type Close = () => Promise<void>;

/**
 * Has something closed when the test that started it is over, also when the test fails.
 *
 * @returns closes it now; to close it again does nothing
 */
export function closeAtTheEnd(close: Close): Close {
	let closed: Promise<void> | undefined;
	const closeOnce = async () => {
		open.delete(closeOnce);
		await (closed ??= close());
	};
	open.add(closeOnce);
	// A test that has run out of time may go on, and start more.
	if (isOver) void closeOnce();
	return closeOnce;
}

export function everythingOpen(): ReadonlySet<Close> {
	return new Set(open);
}

/** Closes everything but what is to be kept, the last first. */
export async function closeAllBut(kept: ReadonlySet<Close>): Promise<void> {
	for (const close of [...open].reverse()) if (!kept.has(close)) await close();
}

/** Closes everything, and at once whatever is started from now on. */
export async function closeAll(): Promise<void> {
	isOver = true;
	await closeAllBut(new Set());
}
