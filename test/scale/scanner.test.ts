import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

import { packPackage } from '../support/packed';

test("n8n's package scanner passes, on the sources and on the unpacked tarball", () => {
	const output = execFileSync(process.execPath, ['test/support/scan.mjs', packPackage().contents], {
		cwd: resolve(__dirname, '..', '..'),
		encoding: 'utf8',
		// The value that jest sets makes the linter take every file for a trigger node.
		env: { ...process.env, NODE_ENV: 'production' },
	});
	expect(output).toBe('sources: passed\npackage: passed\n');
});
