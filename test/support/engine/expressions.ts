import { Expression } from 'n8n-workflow';

/** As n8n's settings have them unless they are changed; timeouts in milliseconds, memory in MB. */
const settings = {
	bridgeTimeout: 5_000,
	bridgeMemoryLimit: 128,
	poolSize: 1,
	maxCodeCacheSize: 1_024,
};

/** n8n's own choice, "vm", comes as a program for n8n's own Node.js; elsewhere there is "legacy". */
export function expressionEngineOf(nodeVersion: string): 'vm' | 'legacy' {
	return Number(nodeVersion.split('.')[0]) >= 24 ? 'vm' : 'legacy';
}

/** Has n8n evaluate expressions as it does in a real n8n. */
export async function startExpressions(nodeVersion: string): Promise<void> {
	await Expression.initExpressionEngine({ engine: expressionEngineOf(nodeVersion), ...settings });
}
