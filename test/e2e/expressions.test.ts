import { resolve } from 'node:path';

import { installN8n } from '../support/n8n/installation';
import { run } from '../support/program';
import { environmentWith } from '../support/n8n/settings';

const root = resolve(__dirname, '..', '..');

test("the reader gives what n8n gives in n8n's default engine of expressions too", async () => {
	const { node } = await installN8n();
	const jest = resolve(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const reader = 'test/nodes/AwsChimeSdkVoice/parameters/reader.test.ts';
	// Rejects, with all that was printed, when one of its tests fails.
	const parameters = ['--ci', '--coverage=false', '--runTestsByPath', reader];
	await run(node, ['--experimental-vm-modules', jest, ...parameters], {
		cwd: root,
		env: { ...environmentWith(node), EXPRESSION_ENGINE: 'vm' },
	});
});
