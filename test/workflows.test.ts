import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

const folder = resolve(__dirname, '..', '.github', 'workflows');
const files = readdirSync(folder);
const publishing = 'publish.yml';
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

type Permissions = Record<string, string>;

interface Workflow {
	on: Record<string, unknown>;
	permissions?: Permissions;
	jobs: Record<string, Job>;
}

interface Job {
	needs?: string | string[];
	environment?: string;
	permissions?: Permissions;
	steps: Step[];
}

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}

/** A rule that a workflow must keep, with what breaks it. */
type Rule = (workflow: Workflow, text: string) => string[];

const jobsOf = ({ jobs }: Workflow) => Object.entries(jobs);
const stepsOf = (workflow: Workflow) => jobsOf(workflow).flatMap(([, { steps }]) => steps);
const runs = (steps: Step[]) => steps.flatMap(({ run }) => run ?? []);
const mayPublish = ({ permissions }: Job) => permissions?.['id-token'] === 'write';
const isAction = ({ uses = '' }: Step, name: string) => uses.startsWith(`actions/${name}@`);

const rules: Record<string, Rule> = {
	'uses every action at a commit, with its version as a comment': (workflow, text) => {
		const pinned =
			/^\s*(?:- )?uses: ([\w.-]+\/[\w.-]+(?:\/[\w.-]+)*@[0-9a-f]{40}) # v\d+\.\d+\.\d+$/;
		const known = text.split('\n').map((line) => pinned.exec(line)?.[1]);
		return stepsOf(workflow).flatMap(({ uses }) => (uses && !known.includes(uses) ? uses : []));
	},
	'checks out without leaving its token to the steps that follow': (workflow) =>
		stepsOf(workflow)
			.filter((step) => isAction(step, 'checkout'))
			.flatMap((step) => (step.with?.['persist-credentials'] === false ? [] : String(step.uses))),
	'may only read, but for the one job that publishes': (workflow) => {
		const own = jobsOf(workflow).map(([name, { permissions = {} }]) => ({ name, permissions }));
		return [{ name: 'all jobs', permissions: workflow.permissions ?? { all: 'write' } }, ...own]
			.flatMap(({ name, permissions }) =>
				Object.entries(permissions).map(([what, right]) => ({ name, what, right })),
			)
			.filter(({ right }) => right !== 'read' && right !== 'none')
			.filter(({ name, what }) => name !== 'publish' || what !== 'id-token')
			.map(({ name, what, right }) => `${name}: ${what} ${right}`);
	},
	'publishes from an environment that somebody approves': (workflow) =>
		jobsOf(workflow)
			.filter(([, job]) => mayPublish(job) && job.environment !== 'npm')
			.map(([name]) => name),
	'runs nothing beside npm publish where it may publish': (workflow) => {
		const publishers = jobsOf(workflow).filter(([, job]) => mayPublish(job));
		return publishers.flatMap(([, { steps }]) => [
			...runs(steps).filter((run) => !/^npm publish "[^"\n]+\.tgz"[ \w-]*$/.test(run)),
			...steps.flatMap(({ uses = '' }) =>
				/^(actions\/(setup-node|download-artifact)@.*)?$/.test(uses) ? [] : uses,
			),
		]);
	},
	'caches nothing where it packs or publishes': (workflow) => {
		if (!jobsOf(workflow).some(([, job]) => mayPublish(job))) return [];
		return stepsOf(workflow)
			.filter(
				(step) =>
					isAction(step, 'cache') ||
					(isAction(step, 'setup-node') &&
						(step.with?.cache || step.with?.['package-manager-cache'] !== false)),
			)
			.map(({ uses }) => String(uses));
	},
	'puts nothing that others write into its commands': (workflow) =>
		runs(stepsOf(workflow)).filter((run) => run.includes('${{')),
	'lends its rights to no pull request': ({ on }) =>
		Object.keys(on).filter((event) => /^(pull_request_target|workflow_run)$/.test(event)),
};

function broken(text: string): string[] {
	const workflow: Workflow = parse(text);
	return Object.entries(rules).flatMap(([rule, check]) =>
		check(workflow, text).map((what) => `${rule}: ${what}`),
	);
}

describe.each(files)('%s', (file) => {
	test.each(Object.keys(rules))('%s', (rule) => {
		expect(rules[rule](parse(read(file)), read(file))).toEqual([]);
	});
});

test('what is published is what was tested and packed', () => {
	const { jobs }: Workflow = parse(read(publishing));
	const { test: tests, pack, compare, publish } = jobs;
	expect(Object.keys(jobs)).toEqual(['test', 'pack', 'compare', 'publish']);
	expect(tests.needs ?? pack.needs).toBeUndefined();
	expect(compare.needs).toEqual(['test', 'pack']);
	expect(publish.needs).toBe('compare');
	expect(runs(tests.steps).slice(1)).toEqual(['npm ci', 'npm run lint', 'npm test', 'npm pack']);
	// A package of the tests could write into what is packed after it.
	expect(runs(pack.steps)).toEqual(['npm ci', 'npm run build', 'npm pack']);
	expect(runs(compare.steps)).toEqual(['cmp tested/*.tgz package/*.tgz']);
	const artifacts = ({ steps }: Job, action: string) =>
		steps.filter((step) => isAction(step, action)).map((step) => step.with?.name);
	expect(artifacts(tests, 'upload-artifact')).toEqual(['tested']);
	expect(artifacts(pack, 'upload-artifact')).toEqual(['package']);
	expect(artifacts(compare, 'download-artifact')).toEqual(['tested', 'package']);
	expect(artifacts(publish, 'download-artifact')).toEqual(['package']);
	expect(runs(publish.steps).join()).toContain(' --provenance --access public');
});

describe('a rule is broken by', () => {
	const commit = 'a'.repeat(40);
	const checkout = `      - uses: actions/checkout@${commit} # v1.0.0\n        with:\n          persist-credentials: false`;
	const setup = `      - uses: actions/setup-node@${commit} # v1.0.0\n        with:\n          package-manager-cache: false`;
	const publish = '      - run: npm publish "./package.tgz" --provenance';
	const right = [
		'on:',
		'  push:',
		'permissions:',
		'  contents: read',
		'jobs:',
		'  pack:',
		'    steps:',
		checkout,
		setup,
		'  publish:',
		'    environment: npm',
		'    permissions:',
		'      id-token: write',
		'    steps:',
		publish,
	].join('\n');

	test('nothing in a workflow that is right', () => expect(broken(right)).toEqual([]));

	test.each([
		['a tag', `checkout@${commit} # v1.0.0`, 'checkout@v4', 'uses every'],
		['a short commit', `checkout@${commit}`, 'checkout@aaaaaaa', 'uses every'],
		['a commit of no version', ' # v1.0.0', '', 'uses every'],
		['a kept token', 'persist-credentials: false', 'fetch-depth: 1', 'checks out'],
		['more than reading', 'contents: read', 'contents: write', 'may only read'],
		['rights that nobody named', 'permissions:\n  contents: read\n', '', 'may only read'],
		[
			'a second publisher',
			'  pack:\n',
			'  pack:\n    permissions: { id-token: write }\n',
			'may only',
		],
		['no environment', '    environment: npm\n', '', 'publishes from'],
		['tests beside publishing', publish, `${publish}\n      - run: npm test`, 'runs nothing'],
		['a chained command', ' --provenance', ' --provenance && npm ci', 'runs nothing'],
		['a checkout beside publishing', publish, `${publish}\n${checkout}`, 'runs nothing'],
		['a cache', 'package-manager-cache: false', 'cache: npm', 'caches nothing'],
		['an expression', publish, '      - run: echo "${{ github.head_ref }}"', 'puts nothing'],
		['a right lent', '  push:', '  pull_request_target:', 'lends its rights'],
	])('%s', (_what, part, other, rule) => {
		expect(right).toContain(part);
		expect(broken(right.replace(part, other)).map((line) => line.slice(0, rule.length))).toContain(
			rule,
		);
	});
});
