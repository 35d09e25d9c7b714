import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { packInto } from '../support/packed';
import { run } from '../support/program';
import { temporaryFolder } from '../support/n8n/guarded';
import { installN8n } from '../support/n8n/installation';
import { startMain } from '../support/n8n/n8n';
import { environmentFor } from '../support/n8n/settings';
import {
	chimeNode,
	credentialType,
	roleCredentialType,
	triggerNode,
} from '../support/n8n/workflows';

it('n8n knows the package that npm has installed from an archive, as the README says', async () => {
	const { node, ...others } = await installN8n();
	const folder = await temporaryFolder('archive');
	const nodes = join(folder, '.n8n', 'nodes');
	await mkdir(nodes, { recursive: true });
	await run('npm', ['install', '--omit=peer', packInto(folder)], { cwd: nodes });

	const environment = environmentFor(folder, node);
	const n8n = await startMain({ node, ...others }, folder, environment);

	const names = (types: Array<{ name: string }>) => types.map(({ name }) => name);
	const known = [...(await n8n.types('nodes')), ...(await n8n.types('credentials'))];
	expect(names(known)).toEqual(
		expect.arrayContaining([chimeNode, triggerNode, credentialType, roleCredentialType]),
	);
});
