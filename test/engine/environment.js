// n8n-core reads these while it is being loaded.
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

require('reflect-metadata');

const folder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
process.env.N8N_USER_FOLDER = folder;
process.env.N8N_LOG_LEVEL ??= 'silent';
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
