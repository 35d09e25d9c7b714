/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- describes the machine of the benchmark */
import { availableParallelism, cpus, totalmem, type } from 'node:os';

import { devDependencies } from '../../package.json';

/** What absolute figures depend on. */
export interface Machine {
	system: string;
	processor: string;
	cores: number;
	/** Gibibytes. */
	memory: number;
	node: string;
	n8nCore: string;
	sdk: string;
}

export function thisMachine(): Machine {
	return {
		system: type(),
		processor: cpus()[0]?.model ?? 'unknown',
		cores: availableParallelism(),
		memory: Math.round(totalmem() / 2 ** 30),
		node: process.versions.node,
		n8nCore: devDependencies['n8n-core'],
		sdk: devDependencies['@aws-sdk/client-chime-sdk-voice'],
	};
}
