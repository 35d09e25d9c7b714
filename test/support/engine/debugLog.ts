import { readFileSync } from 'node:fs';

// n8n-core reads the level when it is loaded, so this file is imported before the engine. Debug messages
// name every node that runs; writing them takes a tenth of a run, so other tests go without them.
process.env.N8N_LOG_LEVEL = 'debug';

/** The lines that n8n has logged since this test file began. */
export const loggedLines = () =>
	readFileSync(process.env.N8N_LOG_FILE_LOCATION ?? '', 'utf8').split('\n');
