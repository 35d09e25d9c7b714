import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { NodeHelpers, type INode } from 'n8n-workflow';

import { AwsChimeSdkVoiceApi } from '../credentials/AwsChimeSdkVoiceApi.credentials';
import { roleFields } from '../credentials/role/fields';
import { AwsChimeSdkVoice } from '../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { AwsChimeSdkVoiceTrigger } from '../nodes/AwsChimeSdkVoice/AwsChimeSdkVoiceTrigger.node';
import { outputs } from '../nodes/AwsChimeSdkVoice/outputs/table';
import { options } from '../nodes/AwsChimeSdkVoice/parameters/options';
import { resources } from '../nodes/AwsChimeSdkVoice/resources';
import { listsOf, optionsOf } from '../nodes/AwsChimeSdkVoice/resources/properties';
import { homepage } from '../package.json';
import { evaluate } from './support/engine/evaluate';
import { fixtures } from './operations';
import { linked, linkingFiles, written } from './readme';
import { record } from './support/record';

const root = resolve(__dirname, '..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const node = new AwsChimeSdkVoice();
const trigger = new AwsChimeSdkVoiceTrigger();
const readme = read('README.md');

/** The first table whose first column has this heading: its rows, cell by cell. */
function tableBelow(heading: string): string[][] {
	const [, table = ''] = readme.split(`\n| ${heading} |`);
	const [, ...rows] = table.split('\n\n')[0].split('\n');
	return rows.slice(1).map((row) => row.slice(2, -2).split(' | '));
}

/** What the headings of a document are linked by. */
function anchorsOf(document: string): string[] {
	return [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
		heading
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.replace(/\s/g, '-'),
	);
}

describe('the README', () => {
	test('has the tables that the records make: npm run documents writes them', () => {
		expect(written(readme)).toBe(readme);
	});

	test.each(fixtures)('has $awsName with its permission and its parameters', (fixture) => {
		const title = `${fixture.resource[1]} → ${fixture.operation[1]}`;
		const ofProxySessions = readme.indexOf('\n### Proxy sessions\n');
		const place = readme.indexOf(`\n| **${title}** |`);
		expect([place > 0, place > ofProxySessions]).toEqual([true, fixture.isRetired === true]);
		const needed = new Map(tableBelow('Permission').map((cells) => [cells[0], cells[1]]));
		expect(needed.get(`\`chime:${fixture.awsName}\``)?.split('; ')).toContain(title);

		const [, section = ''] = readme.split(`\n**${fixture.resource[1]}**\n`);
		const rows = section.split('\n**')[0].split('\n');
		const own = rows
			.map((row) => row.slice(2).split(' | '))
			.filter(([, operations = '']) =>
				['All', fixture.operation[1]].some((name) => operations.split(', ').includes(name)),
			);
		const labels = own.flatMap(([label]) => [label, ...label.split(' → ')]);
		const shown = fixture.panels.flatMap((panel) => panel.labels);
		expect(shown.filter((label) => !labels.includes(label))).toEqual([]);
	});

	test.each(listsOf(resources))('has the permission for the list of $awsName', ({ awsName }) => {
		const needed = new Map(tableBelow('Permission').map((cells) => [cells[0], cells[1]]));
		expect(needed.get(`\`chime:${awsName}\``)).toContain('From List');
	});

	// By AWS's service authorization reference of Amazon Chime.
	test('names what a policy can be limited to', () => {
		const on = new Map(tableBelow('Permission').map(([permission, , cell]) => [permission, cell]));
		const rows = [...on].filter(([, cell]) => cell.startsWith('`*`, or '));
		expect(rows).toEqual(
			['CreateSipRule', 'ListSipRules', 'UpdateSipRule'].map((name) => [
				`\`chime:${name}\``,
				'`*`, or SIP media applications',
			]),
		);
		expect(on.get('`chime:CreateSipMediaApplicationCall`')).toBe('the SIP media application');
		expect(on.get('`chime:DeleteSipRule`')).toBe('`*`');
	});

	const labelOf = (option: object) => ('displayName' in option ? option.displayName : undefined);
	const allOptions = options(optionsOf(resources)).options ?? [];
	test.each(allOptions)(
		'has the default of $displayName, once for each resource that has it',
		(option) => {
			const label = labelOf(option);
			const value = 'default' in option ? String(option.default) : '';
			const same = allOptions.filter((other) => labelOf(other) === label);
			const rows = readme.split('\n').filter((row) => row.startsWith(`| Options → ${label} |`));
			expect(rows.map((row) => row.split(' | ').at(-1))).toEqual(same.map(() => `${value} |`));
		},
	);

	test.each(new AwsChimeSdkVoiceApi().properties.map(({ displayName }) => displayName))(
		"names the credential's «%s»",
		(name) => {
			expect(tableBelow('Field').map(([cell]) => cell)).toContain(name);
		},
	);

	test.each(roleFields.filter(({ type }) => type !== 'hidden'))(
		"names the role's «$displayName»",
		({ displayName }) => {
			expect(tableBelow('Role field').map(([cell]) => cell)).toContain(displayName);
		},
	);

	test('names every output, in order', () => {
		const names = ['participants', 'session'].flatMap((output) => {
			const list = evaluate(node, outputs, {}, { errors: 'outputs', output });
			return Array.isArray(list) ? list.map((entry) => String(record(entry).displayName)) : [];
		});
		expect(new Set(names).size).toBe(11);
		const places = [...new Set(names)].map((name) => readme.indexOf(`**${name}**`));
		expect(places.every((place) => place > 0)).toBe(true);
		const inTable = names
			.slice(0, 9)
			.map((name) => readme.indexOf(`**${name}**`, readme.indexOf('### Outputs')));
		expect(inTable).toEqual([...inTable].sort((a, b) => a - b));
	});

	const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
	test.each(linkingFiles)(
		'is where the links in %s lead: npm run documents writes them',
		(file) => {
			expect(linked(read(file))).toBe(read(file));
			const links = [...read(file).matchAll(/https:[^'"]+/g)].map(([link]) => link);
			const places = [
				...['readme', ...anchorsOf(readme)].map((anchor) => `${homepage}#${anchor}`),
				...pages.map((name) => `${homepage}/blob/HEAD/docs/${name}`),
			];
			expect(links).not.toEqual([]);
			expect(links.filter((link) => !places.includes(link))).toEqual([]);
		},
	);

	test('speaks of the end of support in its first screen', () => {
		expect(readme.split('\n').slice(0, 10).join('\n')).toContain('2026-04-07');
	});

	test.each([
		...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'],
		...pages.map((name) => `docs/${name}`),
	])('%s points at nothing that is missing', (document) => {
		const files = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
			([, file]) => file,
		);
		const folder = join(root, dirname(document));
		expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
		const anchors = [...read(document).matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor);
		const known = anchorsOf(read(document));
		expect(anchors.filter((anchor) => !known.includes(anchor))).toEqual([]);
	});
});

describe('the examples', () => {
	const all = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' }).filter(
		(file) => extname(file),
	);
	const files = all.filter((file) => file.endsWith('.json'));
	/** Workflows that belong together are in a folder, and have a guide of its name. */
	const isPart = (file: string) => dirname(file) !== '.';
	const guideOf = (file: string) => `docs/${dirname(file)}.md`;

	test('are at least two, each named in the README, or in the guide of its folder', () => {
		expect(files.length).toBeGreaterThanOrEqual(2);
		const isNamed = (file: string) =>
			isPart(file)
				? readme.includes(`](${guideOf(file)})`) &&
					read(guideOf(file)).includes(`](../examples/${file})`)
				: readme.includes(`](examples/${file})`);
		expect(all.filter((file) => !isNamed(file))).toEqual([]);
	});

	test.each(files)('%s uses the node as it is, and connects only outputs that it has', (file) => {
		const workflow = JSON.parse(read(join('examples', file)));
		const nodes: INode[] = workflow.nodes;
		const names = nodes.map(({ name }) => name);
		const ours = nodes.filter(({ type }) => type.startsWith('n8n-nodes-aws-chime-sdk-voice.'));
		expect(ours.length > 0 || isPart(file)).toBe(true);
		for (const each of ours) {
			const { description } = each.type.endsWith('Trigger') ? trigger : node;
			// n8n adds the times of a polling trigger itself.
			const { pollTimes, ...parameters } = each.parameters;
			expect(pollTimes !== undefined).toBe(description === trigger.description);
			const { properties } = description;
			const known = NodeHelpers.getNodeParameters(
				...([properties, parameters, true, false, each, description] as const),
			);
			expect(known).toMatchObject(parameters);
			const issues = NodeHelpers.getNodeParametersIssues(properties, each, description);
			// What only the user can choose is empty, and marked red until then.
			const empty = Object.keys(parameters).filter((name) => Object(parameters[name]).value === '');
			expect(Object.keys(issues?.parameters ?? {}).sort()).toEqual(empty.sort());
		}
		for (const chime of ours.filter(({ type }) => !type.endsWith('Trigger'))) {
			const list = evaluate(
				node,
				outputs,
				{},
				{ errors: String(chime.parameters.errors), output: String(chime.parameters.output) },
			);
			const connected: unknown[][] = workflow.connections[chime.name].main;
			const own = Array.isArray(list) ? list.length : 0;
			expect(connected).toHaveLength(own + (chime.onError === 'continueErrorOutput' ? 1 : 0));
			expect(connected.filter((targets) => targets.length === 0)).toEqual([]);
		}
		const targets = Object.values(workflow.connections).flatMap((connection) =>
			[record(connection).main].flat(3),
		);
		expect(
			targets.map((target) => record(target).node).filter((name) => !names.includes(String(name))),
		).toEqual([]);
		expect(JSON.stringify(nodes)).not.toMatch(/hooks\.slack\.com|AKIA/);
	});

	test.each(files)('%s is tidy, and its note names all that is to be filled in', (file) => {
		const nodes: INode[] = JSON.parse(read(join('examples', file))).nodes;
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const steps = nodes.filter((step) => !notes.includes(step));
		const isClose = ({ position: [x, y] }: INode, { position: [u, v] }: INode) =>
			Math.abs(x - u) < 180 && Math.abs(y - v) < 160;
		const isUnder = ({ position: [x, y] }: INode, { position: [u, v], parameters }: INode) =>
			x + 100 > u &&
			y + 100 > v &&
			x < u + Number(parameters.width) &&
			y < v + Number(parameters.height);
		expect(
			steps.filter((step, index) => steps.slice(0, index).some((other) => isClose(step, other))),
		).toEqual([]);
		expect(steps.filter((step) => notes.some((note) => isUnder(step, note)))).toEqual([]);

		const [note, ...others] = notes.map(({ parameters }) => String(parameters.content));
		expect(others).toEqual([]);
		const named = [...note.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name]) => name);
		const toFillIn = steps.filter(
			({ credentials, parameters }) =>
				credentials || /\.example\.com|REPLACE|"list","value":""/.test(JSON.stringify(parameters)),
		);
		expect(toFillIn.length > 0).toBe(!note.includes('nothing to fill in'));
		expect(
			toFillIn.filter(({ name }) => !named.some((beginning) => name.startsWith(beginning))),
		).toEqual([]);
	});
});

describe('the guide to masked calls', () => {
	const guide = read('docs/masked-calls.md');
	const folder = join('examples', 'masked-calls');
	const lambda = read(join(folder, 'lambda.mjs'));

	test('has a policy with the permissions that its workflows need, and no others', () => {
		const [, policy = '{}'] = /```json\n([^]*?)```/.exec(guide) ?? [];
		const statements: Array<{ Action: string | string[] }> = JSON.parse(policy).Statement;
		const titles = readdirSync(join(root, folder))
			.filter((file) => file.endsWith('.json'))
			.flatMap((file): INode[] => JSON.parse(read(join(folder, file))).nodes)
			.filter(({ type }) => type.endsWith('.awsChimeSdkVoice'))
			.map(titleOf);
		const needed = tableBelow('Permission').filter(([, uses]) =>
			uses
				.split('; ')
				.some((use) => titles.some((title) => use === title || use.startsWith(`${title} with `))),
		);
		expect(statements.flatMap(({ Action }) => Action).sort()).toEqual(
			needed.map(([permission]) => permission.replaceAll('`', '')).sort(),
		);
	});

	test('gives the Lambda function all that it reads, under the names of its file', () => {
		const [, names = ''] = /const \{ (.*) \} = process\.env/.exec(lambda) ?? [];
		const [, given = ''] = /Variables=\{(.*)\}'/.exec(guide) ?? [];
		expect(given.split(',').map((pair) => pair.split('=')[0])).toEqual(names.split(', '));
		expect(guide).toContain('zip masked-calls.zip lambda.mjs');
		expect(guide).toContain('--handler lambda.handler');
		expect(lambda).toContain('export async function handler(');
	});

	const workflows = readdirSync(join(root, folder)).filter((file) => file.endsWith('.json'));

	test.each(workflows)('%s chooses every data table by its ID', (file) => {
		// n8n finds a table by a part of its name, and takes the one that was changed last.
		const nodes: INode[] = JSON.parse(read(join(folder, file))).nodes;
		const ofTables = nodes.filter(({ type }) => type.endsWith('.dataTable'));
		const modes = ofTables
			.filter(({ parameters }) => parameters.resource === 'row')
			.map(({ parameters }) => Object(parameters.dataTableId).mode);
		expect(modes.filter((mode) => !['id', 'list'].includes(mode))).toEqual([]);
		const creating = ofTables.filter(({ parameters }) => parameters.operation === 'create');
		const reused = creating.map(({ parameters }) => Object(parameters.options).createIfNotExists);
		expect(reused.filter((isReused) => isReused !== false)).toEqual([]);
	});

	test.each(workflows)('%s leaves no executions, not even of tests', (file) => {
		const { nodes, settings } = JSON.parse(read(join(folder, file)));
		const isManual = nodes.some(({ type }: INode) => type.endsWith('.manualTrigger'));
		expect(settings).toMatchObject({
			saveManualExecutions: false,
			...(isManual ? {} : { saveDataSuccessExecution: 'none', saveDataErrorExecution: 'none' }),
		});
	});

	test('lets a number rest for as long as its expired sessions are kept', () => {
		const [, rest] = /\\"restMinutes\\": (\d+)/.exec(read(join(folder, 'open-session.json'))) ?? [];
		expect(Number(rest)).toBeGreaterThan(0);
		expect(read(join(folder, 'close-expired-sessions.json'))).toContain(`minutes: ${rest} }`);
	});

	test.each(['open', 'other-party', 'connect'])(
		'sends requests to the webhook %s, which exists',
		(path) => {
			const paths = readdirSync(join(root, folder)).filter((file) =>
				read(join(folder, file)).includes(`"path": "masked-calls/${path}"`),
			);
			expect(paths).toHaveLength(1);
			expect(guide).toContain(`https://n8n.example.com/webhook/masked-calls/${path}`);
		},
	);

	function titleOf({ parameters: { resource, operation } }: INode): string {
		const found = fixtures.find(
			(each) => each.resource[0] === resource && each.operation[0] === operation,
		);
		return `${found?.resource[1]} → ${found?.operation[1]}`;
	}
});
