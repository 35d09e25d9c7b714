import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { sendError } from './support/chime/responses';
import { sampleSession, type ChimeOptions } from './support/chime/server';
import { closeAll } from './support/cleanup';
import { expect, launch, signedIn, type Theme } from './support/browser/browser';
import { programOf } from './support/n8n/debian';
import type { Stored } from './support/n8n/editor';
import {
	EditorPage,
	entry,
	foundNode,
	option,
	panel,
	parameter,
	testId,
} from './support/browser/editorPage';
import {
	actions,
	allLabels,
	customApiCall,
	nodesOf,
	operationsOf,
	panels,
	resources,
	subtitle,
} from './support/browser/panels';
import { startPlayground } from './support/n8n/playground';
import {
	chimeNode,
	connect,
	credentialType,
	getProxySession,
	httpRequest,
	itemsOf,
	node,
	trigger,
	triggerNode,
	type Credential,
	type Workflow,
} from './support/n8n/workflows';

const themes: Theme[] = ['light', 'dark'];
/** What a user does, step by step, each with the size of the window in which its pictures show everything. */
const steps: Array<[step: (editor: EditorPage) => Promise<void>, width: number, height: number]> = [
	[findNode, 1100, 780],
	[openPanels, 1280, 1560],
	[switchOperations, 1280, 860],
	[callByHttpRequest, 1280, 860],
	[pick, 1100, 640],
	[run, 1280, 860],
	[runExample, 1100, 880],
	[openExampleNode, 1440, 820],
	[watchByTrigger, 1280, 860],
];
/** What the README shows in the dark theme, too. */
const darkSteps = [runExample];
/** The pictures of the README, by name, and those of the walk that they are. */
const ofReadme = {
	workflow: 'light/example',
	'workflow-dark': 'dark/example',
	node: 'light/example-node',
	actions: 'light/find-actions',
	picker: 'light/pick-session-by-name',
	trigger: 'light/trigger-run',
	'trigger-workflow': 'light/trigger-example',
};

/** Whether the key may list what the node's lists show. */
let mayList = true;

const refuseLists: ChimeOptions['intercept'] = (response, { target }) => {
	if (mayList || !/\/(voice-connectors|proxy-sessions)\?/.test(target)) return false;
	const action = target.includes('proxy-sessions') ? 'ListProxySessions' : 'ListVoiceConnectors';
	const user = 'arn:aws:iam::111122223333:user/n8n';
	const message = `User: ${user} is not authorized to perform: chime:${action}`;
	sendError(response, 403, 'AccessDeniedException', message);
	return true;
};

/**
 * Walks through n8n's editor as a user does, and leaves pictures.
 *
 * Parameters: the folder for the pictures (by default a temporary one), and the folder for those of
 * the README (by default one in there).
 */
async function walk(): Promise<void> {
	// Before anything is started.
	const program = programOf('chromium', 'chromium');
	const folder = resolve(process.argv[2] ?? (await mkdtemp(join(tmpdir(), 'walk-'))));
	const images = resolve(process.argv[3] ?? join(folder, 'readme'));
	for (const each of [...themes.map((theme) => join(folder, theme)), images])
		await mkdir(each, { recursive: true });
	try {
		const playground = await startPlayground(undefined, refuseLists);
		const browser = await launch(program);
		for (const theme of themes) {
			const page = await signedIn(browser, playground.n8n, theme);
			const editor = new EditorPage(page, playground, join(folder, theme));
			for (const [step, width, height] of steps) {
				if (theme === 'dark' && !darkSteps.includes(step)) continue;
				await editor.resize(width, height);
				await step(editor);
			}
		}
		await browser.close();
	} finally {
		await closeAll();
	}
	for (const [name, picture] of Object.entries(ofReadme))
		await copyFile(join(folder, `${picture}.png`), join(images, `${name}.png`));
	console.log(`The walk is over; every panel is as it should be. Pictures: ${folder}, ${images}`);
}

async function findNode(editor: EditorPage): Promise<void> {
	await editor.open({ name: 'Find the node', nodes: [trigger('Start')], connections: {} });
	for (const words of ['chime', 'proxy session']) {
		await editor.findNode(words);
		await editor.expectTexts(foundNode, ['AWS Chime SDK Voice']);
		await editor.take(`find-${words.replace(' ', '-')}`);
	}
	await editor.at(foundNode).first().click();
	await editor.expectTexts(foundNode, actions);
	await editor.take('find-actions');
	await addByAction(editor, 'Set voice connector proxy', 'proxy-set');
}

async function addByAction(editor: EditorPage, action: string, panelName: string): Promise<void> {
	await editor.click(`${foundNode}:has-text("${action}")`);
	await editor.at(parameter('operation')).waitFor();
	await editor.closeNode();
	const added = panels.find(({ name }) => name === panelName);
	if (!added) throw new Error(`No panel ${panelName}`);
	await editor.expectOnCanvas(action, added.firstOutput, subtitle(added));
}

async function openPanels(editor: EditorPage): Promise<void> {
	const nodes = nodesOf(editor.playground.credential);
	await editor.open({ name: 'Every operation', nodes, connections: {} });
	await editor.take('every-operation');
	await editor.expectWholeOutputNames();
	for (const each of panels) {
		await editor.expectOnCanvas(each.name, each.firstOutput, subtitle(each));
		await editor.openNode(each.name);
		await editor.expectLabels(allLabels(each));
		await editor.take(each.name);
		await editor.closeNode();
	}
}

/** One node that becomes each operation in turn, by hand, and a custom call at last. */
async function switchOperations(editor: EditorPage): Promise<void> {
	const name = 'Switched';
	await editor.open(workflowOf('One node', name, editor.playground.credential));
	let resource = '';
	for (const each of panels.filter(({ parameters }) => !('returnAll' in parameters))) {
		await editor.openNode(name);
		if (resource !== each.resource[1]) await switchResource(editor, each.resource);
		resource = each.resource[1];
		await editor.choose('operation', each.operation[1]);
		await editor.closeNode();
		await editor.expectOnCanvas(name, each.firstOutput, subtitle(each));
	}
	await addGroup(editor, name);
	await editor.openNode(name);
	await editor.choose('operation', customApiCall);
	await editor.expectLabels(['Credential', 'Resource', 'Operation']);
	const words = /^Use the HTTP Request node to make a custom API call\. .*AWS Chime SDK Voice/;
	await editor.expectTexts(`${panel} .notice:visible >> nth=0`, [words]);
	await editor.take('custom-api-call');
	await editor.closeNode();
}

/** Adds fields that go together: one step shows them all. */
async function addGroup(editor: EditorPage, name: string): Promise<void> {
	await editor.openNode(name);
	await editor.choose('resource', 'Proxy Session');
	await editor.choose('operation', 'Create');
	await editor.click(`${panel} ${testId('collection-parameter-add')} >> nth=0`);
	await editor.chooseOption('Geographic Match');
	const labels = ['Geographic Match', 'Level', 'Country', 'Area Code'];
	await expect.poll(async () => await editor.labels()).toEqual(expect.arrayContaining(labels));
	await editor.take('geographic-match');
	await editor.closeNode();
}

async function switchResource(
	editor: EditorPage,
	[value, name]: [value: string, name: string],
): Promise<void> {
	await editor.click(parameter('resource'));
	await editor.expectTexts(option, resources);
	await editor.chooseOption(name);
	await editor.click(parameter('operation'));
	await editor.expectTexts(option, operationsOf(name));
	await editor.take(`operations-${value}`, false);
	await editor.closeList();
}

/** Chooses the credential in n8n's HTTP Request node, by its name in the list, and sends a request with it. */
async function callByHttpRequest(editor: EditorPage): Promise<void> {
	const { chime, n8n, credential } = editor.playground;
	const name = 'List voice connectors';
	const request = httpRequest(name, { url: `${chime.url}/voice-connectors` });
	await editor.open({
		name: 'Call something else',
		nodes: [trigger('Start'), { ...request, position: [220, 0] }],
		connections: connect({ Start: [[name]] }),
	});
	await editor.openNode(name, 'authentication');
	await editor.choose('authentication', 'Predefined Credential Type');

	const own = (await n8n.types('credentials')).filter(({ name }) => /^awsChimeSdkVoice/.test(name));
	const [chosen] = own.filter(({ name }) => name === credentialType);
	await editor.search(testId('credential-select'), 'chime');
	const offered = own.map(({ displayName }) => displayName).sort();
	await editor.expectTexts(option, offered);
	await editor.take('http-request-list', false);
	await editor.chooseOption(chosen.displayName);
	const input = editor.at(`${panel} ${testId('node-credentials-select')} input`).first();
	await expect(input).toHaveValue(credential.name);
	await editor.take('http-request-chosen');

	const earlier = chime.received.length;
	await editor.at(testId('node-execute-button')).first().click();
	const verdicts = () => chime.received.slice(earlier).map(({ verdict }) => verdict.isVerified);
	await expect.poll(verdicts).toEqual([true]);
	await editor.at(`${testId('output-panel')} table`).waitFor();
	await editor.take('http-request-run');
	await editor.closeNode();
}

async function pick(editor: EditorPage): Promise<void> {
	const name = 'Get proxy session';
	await editor.open(workflowOf('Choose from lists', name, editor.playground.credential));
	await editor.openNode(name);
	const connector = editor.list('voiceConnectorId');
	const session = editor.list('proxySessionId');

	await session.open();
	await editor.expectListError('Choose a voice connector first.');
	await editor.take('pick-session-too-early', false);

	await connector.open();
	await editor.expectTexts(entry, [
		/^Couriers \(us-east-1, \d+ \w+ \d{4}, \d\d:\d\d UTC\)$/,
		/^Rides Portland \(us-east-1, /,
		/^Rides Seattle \(us-east-1, /,
	]);
	await editor.take('pick-connector', false);
	await connector.search('rides');
	await editor.expectTexts(entry, [/^Rides Portland/, /^Rides Seattle/]);
	await editor.take('pick-connector-searched', false);
	await connector.choose('Rides Seattle');

	await session.open();
	await editor.expectTexts(entry, [
		/^Ride 4711 \(\d+ \w+ \d{4}, \d\d:\d\d UTC\)$/,
		...[/^Ride 4712 /, /^Ride 4713 /, /^Ride 4714 /],
		/^4b5d1c9e.* \(\d+ \w+ \d{4}, \d\d:\d\d UTC\)$/,
		/^123a4bc5.* \(15 Apr 2020, 16:10 UTC\)$/,
	]);
	await editor.take('pick-session', false);
	await session.search('ride');
	await editor.expectTexts(entry, [/4711/, /4712/, /4713/, /4714/]);
	await editor.take('pick-session-by-name', false);
	await session.search('open');
	await editor.expectTexts(entry, [/4711/, /4713/, /^123a4bc5/]);
	await editor.take('pick-session-searched', false);
	await session.choose('Ride 4711');
	await editor.take('picked');
	await connector.open();
	await connector.choose('Couriers');
	await session.expectChosen('');
	await pickRefused(editor, name);
}

async function pickRefused(editor: EditorPage, name: string): Promise<void> {
	const connector = editor.list('voiceConnectorId');
	mayList = false;
	await connector.open();
	await editor.expectListError('IAM permission chime:ListVoiceConnectors');
	await editor.take('pick-connector-refused', false);
	await editor.closeNode();
	await editor.openNode(name);
	const session = editor.list('proxySessionId');
	await session.open();
	await editor.expectListError('IAM permission chime:ListProxySessions');
	await editor.take('pick-session-refused', false);
	mayList = true;
}

async function run(editor: EditorPage): Promise<void> {
	await editor.open(workflowToRun(editor.playground.credential));
	await editor.execute();
	// On the edges: into the node, and behind each output.
	const counts = [1, 1, 5, 2, 1, 2, 1];
	await editor.expectTexts(
		`${testId('edge-label')}:visible`,
		counts.map((count) => new RegExp(`^${count} items?$`)),
	);
	await editor.take('run');
	await editor.openNode('Get proxy sessions');
	await editor.take('run-node');
	await editor
		.at(`${testId('output-panel')} >> text=404 Missing`)
		.first()
		.click();
	await editor.take('run-node-404');
	await editor.closeNode();
}

/** An example after a run. */
async function runExample(editor: EditorPage): Promise<void> {
	await editor.open(notifyParticipants(editor));
	await editor.execute();
	await editor.take('example');
}

/** The node in the example that has just run. */
async function openExampleNode(editor: EditorPage): Promise<void> {
	const shown = notifyParticipants(editor).nodes.find(({ type }) => type === chimeNode);
	await editor.openNode(shown?.name ?? '');
	await editor.at(`${testId('output-panel')} table`).waitFor();
	await editor.take('example-node');
	await editor.closeNode();
}

function notifyParticipants({ playground: { examples } }: EditorPage): Stored {
	const workflow = examples.get('notify-participants.json');
	if (!workflow) throw new Error('There is no example with the node.');
	return workflow;
}

/** The trigger's panel, an example of its events, and an example workflow that begins with it. */
async function watchByTrigger(editor: EditorPage): Promise<void> {
	const name = 'When a session ends';
	const event = ['proxySessionEnded', 'proxySessionOpened', 'sipTrunkSilent'];
	const parameters = { event, options: { ignoreFaultsMinutes: 15 } };
	const { credential, examples } = editor.playground;
	const nodes = [node(name, [triggerNode, 1], parameters, credential)];
	await editor.open({ name: 'Watch', nodes, connections: {} });
	await editor.openNode(name, 'event');
	await editor.expectLabels([
		...['Credential', 'Poll Times', 'Mode', 'Events'],
		...['Voice Connector Names or IDs', 'Silent for (Minutes)', 'Options'],
		'Ignore Faults for (Minutes)',
	]);
	await editor.click(parameter('voiceConnectorIds'));
	await editor.expectTexts(option, [/^Couriers/, /^Rides Portland/, /^Rides Seattle/]);
	await editor.take('trigger-connectors', false);
	await editor.closeList();
	await editor.at(testId('node-execute-button')).first().click();
	await editor.at(`${testId('output-panel')} table`).waitFor();
	await editor.take('trigger-run');
	await editor.closeNode();

	const example = examples.get('call-when-trunk-is-silent.json');
	if (!example) throw new Error('There is no example with the trigger.');
	await editor.open(example);
	await editor.take('trigger-example');
}

/** A workflow of nothing but the node, as it is dragged into one. */
function workflowOf(name: string, nodeName: string, credential: Credential): Workflow {
	return { name, nodes: [node(nodeName, [chimeNode, 1], {}, credential)], connections: {} };
}

/** Sessions of which some fail, each kind with a node behind its output. */
function workflowToRun(credential: Credential): Workflow {
	const ids = [sampleSession.ProxySessionId, 'status-403', 'status-404', 'gone', 'status-500'];
	const name = 'Get proxy sessions';
	const session = getProxySession(name, sampleSession.VoiceConnectorId, credential);
	const branches = ['Participants', 'Forbidden', 'Gone', 'Failing'];
	const [participants, forbidden, gone, failing] = branches.map((branch) => [branch]);
	const at = (x: number, y: number): [number, number] => [x, y];
	return {
		name: 'Get several sessions',
		nodes: [
			...[trigger('Start'), ...itemsOf(ids), session].map((each, index) => ({
				...each,
				position: at(index * 220, 0),
			})),
			...branches.map((branch, index) => ({
				...node(branch, ['n8n-nodes-base.noOp', 1]),
				position: at(1040, (index - 1) * 160),
			})),
		],
		connections: connect({
			Start: [['List']],
			List: [['Items']],
			Items: [[name]],
			[name]: [participants, [], [], forbidden, gone, [], failing],
		}),
	};
}

void walk();
