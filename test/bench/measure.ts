import { createCertificate } from '../support/certificate';
import { measureInN8n } from './inN8n';
import { warmUp, type Measure, type Plan } from './plan';
import { inProcess } from './process';
import type { Run } from './task';

/** By the names of the tables. */
export type Measurement = Record<string, Run[]>;

/** Carries out a plan, one measurement after the other, against servers with a certificate of its own. */
export async function measure(plan: Plan, sessions = warmUp): Promise<Measurement> {
	const certificate = await createCertificate();
	// Node.js reads it when a process starts.
	process.env.NODE_EXTRA_CA_CERTS = certificate;
	const runsOf = async ({ what, clients, loads }: Measure): Promise<Run[]> => {
		// Memory does not depend on who else computes: a process for each client, at the same time.
		const groups = what === 'memory' ? clients.map((client) => [client]) : [clients];
		const found = groups.map(async (names) => {
			const runs: Run[] = [];
			for (const each of loads) {
				// In short turns, back and forth: whatever else the machine does meets all clients alike.
				const trials = each.flatMap((load, round) =>
					(round % 2 === 0 ? names : names.toReversed()).map((client) => ({ client, ...load })),
				);
				runs.push(...(await inProcess({ what, warmUp: sessions, trials }, certificate)));
			}
			return runs;
		});
		return (await Promise.all(found)).flat();
	};
	const measurement: Measurement = {};
	for (const [name, part] of Object.entries(plan))
		measurement[name] = await (name === 'n8n' ? measureInN8n(part, certificate) : runsOf(part));
	return measurement;
}
