import { thisMachine, type World } from '../../../../nodes/AwsChimeSdkVoice/transport/world';
import { createSimulatedWorld } from '../../../support/engine/simulatedWorld';

/** What the node may rely on, also in the world that the tests hand to it. */
describe.each<[string, World]>([
	['this machine', thisMachine],
	['the simulated world', createSimulatedWorld()],
])('%s', (_name, world) => {
	test('sleeps for no less than the given time', async () => {
		const start = world.now();
		await world.sleep(30);
		// The timers of Node.js may be a millisecond early by this clock.
		expect(world.now() - start).toBeGreaterThanOrEqual(29);
		await world.sleep(0);
	});

	test('sleeps to the end where nobody aborts', async () => {
		const { signal } = new AbortController();
		await expect(world.sleep(5, signal)).resolves.toBeUndefined();
	});

	test.each([new Error('no longer'), 'no longer'])(
		'wakes when it is aborted with %p',
		async (reason) => {
			const controller = new AbortController();
			const sleeping = [1, 2].map(async () => await world.sleep(600_000, controller.signal));
			controller.abort(reason);
			for (const sleeper of sleeping) await expect(sleeper).rejects.toThrow();
		},
	);

	test('does not fall asleep when it has been aborted before', async () => {
		await expect(world.sleep(600_000, AbortSignal.abort())).rejects.toThrow();
	});

	test('draws numbers from 0 to below 1, and not the same', () => {
		const numbers = Array.from({ length: 100 }, () => world.random());
		expect(numbers.filter((number) => number < 0 || number >= 1)).toEqual([]);
		expect(new Set(numbers).size).toBeGreaterThan(90);
	});
});

test('a hundred sleepers listen to their signal once: Node.js warns of more than ten listeners', async () => {
	const controller = new AbortController();
	const { signal } = controller;
	const listen = jest.spyOn(signal, 'addEventListener');
	const sleeping = Array.from(
		{ length: 100 },
		async () => await thisMachine.sleep(600_000, signal),
	);
	const ends = Promise.allSettled(sleeping);
	await Promise.resolve();
	expect(listen).toHaveBeenCalledTimes(1);
	controller.abort();
	expect((await ends).map(({ status }) => status)).toEqual(Array(100).fill('rejected'));
});
