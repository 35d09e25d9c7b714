import { startChime } from '../support/chime/server';
import { key } from '../support/keys';
import { credentialFor } from '../support/credential';
import { closeAtTheEnd } from '../support/cleanup';
import { itemFor, runNode } from '../support/engine/chimeNode';

const sessions = 10_000;
const faults = [
	'status-404',
	'flaky-1-status-500',
	'status-503',
	'reset',
	'html-200',
	'flaky-1-truncated',
	'status-400',
	'..',
	'status-403',
	'null',
];

async function run(faultOf: (index: number) => string | undefined) {
	const chime = await startChime({ keys: [key] });
	const items = Array.from({ length: sessions }, (_, index) => {
		const fault = faultOf(index);
		return itemFor(fault === '..' ? fault : `${fault ?? 'plain'}@${index}`);
	});
	const before = process.memoryUsage().rss;
	let peak = 0;
	const timer = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage().rss);
		// What the server remembers is not the node's.
		chime.received.length = 0;
	}, 50);
	const stop = closeAtTheEnd(async () => clearInterval(timer));
	const { error, outputs } = await runNode({
		items,
		credential: credentialFor(chime.url),
	});
	await stop();
	await chime.close();
	expect(error).toBeUndefined();
	const inputs = outputs.map((list) =>
		list.map(({ pairedItem }) => Number(JSON.stringify(pairedItem).match(/\d+/)?.[0])),
	);
	return { peak: (peak - before) / 1_000_000, inputs };
}

test('of 10,000 sessions in one run, one in twenty at fault, every one is accounted for', async () => {
	const good = await run(() => undefined);
	expect(good.inputs[0]).toEqual(Array.from({ length: sessions }, (_, index) => index));

	const mixed = await run((index) =>
		index % 20 === 7 ? faults[((index - 7) / 20) % faults.length] : undefined,
	);
	expect(mixed.inputs.flat().sort((a, b) => a - b)).toEqual(good.inputs[0]);
	// Fifty of each: 400 with the refused id, 403, 404, 503, three kinds on Other; two kinds got through.
	expect(mixed.inputs.map(({ length }) => length)).toEqual([
		9_600, 100, 0, 50, 50, 0, 0, 50, 150, 0,
	]);
	console.log(
		`${sessions} sessions: at the peak ${good.peak.toFixed(0)} MB more than before without faults, ${mixed.peak.toFixed(0)} MB more with 5 % faults (engine and server included)`,
	);
});
