import { loadBuilt } from './built';
import { thisMachine } from './machine';
import type { Measurement } from './measurement';
import type { Plan } from './plan';
import { measureInN8n } from './realN8n';
import { measureCells, measureLevels, measureMemory, type Tell } from './rounds';

/** Carries out a plan, one thing after the other. */
export async function measure(plan: Plan, tell: Tell): Promise<Measurement> {
	return {
		date: new Date(),
		machine: await thisMachine(),
		concurrency: plan.concurrency,
		warmUp: plan.warmUp.sessions,
		defaultConcurrency: await defaultConcurrency(),
		cells: await measureCells(plan, tell),
		memory: await measureMemory(plan, tell),
		levels: await measureLevels(plan, tell),
		n8n: plan.n8n && (await measureInN8n(plan.n8n, tell)),
	};
}

async function defaultConcurrency(): Promise<number> {
	const { node } = await loadBuilt();
	const options = node.description.properties.flatMap((property) => property.options ?? []);
	const option = options.find(({ name }) => name === 'maxConcurrency');
	if (!option || !('default' in option)) throw new Error('There is no option "maxConcurrency".');
	return Number(option.default);
}
