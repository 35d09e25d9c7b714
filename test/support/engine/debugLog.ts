import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// n8n-core reads both when it is loaded, so this file is imported before the engine, by suites that load
// it anew (runner/sandbox.js). Debug messages name every node that runs; writing them takes a tenth of a
// run, so other tests go without them.
const file = join(mkdtempSync(join(process.env.N8N_USER_FOLDER ?? '', 'log-')), 'debug.log');
process.env.N8N_LOG_LEVEL = 'debug';
process.env.N8N_LOG_FILE_LOCATION = file;

/** The lines that n8n has logged since this test file began. */
export const loggedLines = () => readFileSync(file, 'utf8').split('\n');
