import { startChime, type Chime } from '../support/chime/server';
import { key } from '../support/keys';
import { formLogin } from '../support/n8n/credential';
import { welcome } from '../support/n8n/welcome';

describe('what "npm run dev" says', () => {
	const owner = { email: 'owner@example.com', firstName: '', lastName: '', password: 'drawn' };
	const n8n = { url: 'http://127.0.0.1:5678', owner };
	let chime: Chime;
	let said: string[];

	beforeAll(async () => {
		chime = await startChime({ keys: [key] });
		const workflow = { nodes: [], connections: {}, versionId: '1' };
		const examples = new Map([
			['one.json', { ...workflow, id: 'first', name: 'One' }],
			['two.json', { ...workflow, id: 'second', name: 'Two' }],
		]);
		said = welcome({ n8n, chime, examples }).split('\n');
	});

	it.each([
		['where the editor is', () => ['Editor', n8n.url]],
		['how to log in to it', () => ['Log in', owner.email, owner.password]],
		['how to log in to a form', () => ['Forms', formLogin.user, formLogin.password]],
		['where an example is', () => [`${n8n.url}/workflow/first`, 'One']],
		['where the other one is', () => [`${n8n.url}/workflow/second`, 'Two']],
		['where the loopback Chime is', () => ['AWS', chime.url]],
		['the region of a credential', () => ['Region', 'us-east-1']],
		['the key ID of a credential', () => ['Access Key ID', key.accessKeyId]],
		['the secret of a credential', () => ['Secret Access Key', key.secretAccessKey]],
		['the endpoint of a credential', () => ['Endpoint', chime.url]],
	])('is %s', (_what, words) => {
		expect(said.filter((line) => words().every((word) => line.includes(word)))).toHaveLength(1);
	});
});
