/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console -- a command of the developers, never part of the package */
import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { sendError } from '../chime/plays';
import { sampleSession, type ChimeOptions } from '../chime/server';
import { chromium, launch, signedIn, testId, type Page, type Theme } from './browser';
import * as canvas from './canvas';
import { show, type Look } from './look';
import {
	actions,
	allLabels,
	nodesOf,
	operationsOf,
	panels,
	resources,
	subtitle,
	type Panel,
} from './panels';
import { entry, listError, listOf } from './picker';
import { startPlayground, type Playground } from './playground';
import { expectSoon, expectTexts } from './shown';
import { waitFor } from './wait';
import { callByHttpRequest, chooseCustomApiCall } from './walkHttpRequest';
import {
	chimeNode,
	connect,
	getProxySession,
	itemsOf,
	node,
	trigger,
	type Workflow,
} from './workflows';

const themes: Theme[] = ['light', 'dark'];
const canvasSize = { width: 1280, height: 860 };
/** Every panel is shown whole. */
const panelSize = { width: 1280, height: 1560 };

const nodeSize = { width: 1440, height: 820 };
const shownExample = 'notify-participants.json';
const images = join(__dirname, '..', '..', 'docs', 'images');

/** The pictures of the README, and which of the walk's they are. */
const readmePictures = {
	workflow: 'light/example',
	'workflow-dark': 'dark/example',
	node: 'light/example-node',
	actions: 'light/find-actions',
	picker: 'light/pick-session-searched',
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

/** Walks through n8n's editor as a user does, in both themes, and leaves pictures in a folder. */
async function walk(): Promise<void> {
	const program = chromium();
	const folder = resolve(process.argv[2] ?? (await mkdtemp(join(tmpdir(), 'walk-'))));
	const playground = await startPlayground(undefined, refuseLists);
	try {
		const browser = await launch(playground.n8n, program);
		for (const theme of themes) {
			const page = await signedIn(browser, playground.n8n, theme, canvasSize);
			const pictures = join(folder, theme);
			await mkdir(pictures, { recursive: true });
			const take = async (name: string, movesAway?: boolean) =>
				await canvas.take(page, join(pictures, `${name}.png`), movesAway);
			const look = { playground, page, take };
			await findNode(look);
			await openPanels(look);
			await switchOperations(look);
			await callByHttpRequest(look);
			await pick(look);
			await run(look);
			await showExample(look);
		}
		await browser.close();
	} finally {
		await playground.stop();
	}
	if (process.env.WRITE_DOCUMENTS)
		for (const [name, picture] of Object.entries(readmePictures))
			await copyFile(join(folder, `${picture}.png`), join(images, `${name}.png`));
	console.log(`The walk is over; every panel is as it should be. Pictures: ${folder}`);
}

async function findNode(look: Look): Promise<void> {
	const { page, take } = look;
	await show(look, { name: 'Find the node', nodes: [trigger('Start')], connections: {} });
	for (const words of ['chime', 'proxy session']) {
		await canvas.findNode(page, words);
		await expectTexts(page, canvas.foundNode, ['AWS Chime SDK Voice']);
		await take(`find-${words.replace(' ', '-')}`);
	}
	await page.locator(canvas.foundNode).first().click();
	await expectTexts(page, canvas.foundNode, actions);
	await take('find-actions');
	await addByAction(page, 'Set voice connector proxy', 'proxy-set');
}

async function addByAction(page: Page, action: string, panelName: string): Promise<void> {
	await page.locator(`${canvas.foundNode}:has-text("${action}")`).click();
	await page.locator(canvas.parameter('operation')).waitFor();
	await canvas.closeNode(page);
	const panel = panels.find(({ name }) => name === panelName);
	if (!panel) throw new Error(`No panel ${panelName}`);
	await expectOnCanvas(page, action, panel);
}

async function openPanels(look: Look): Promise<void> {
	const { page, take, playground } = look;
	await show(look, {
		name: 'Every operation',
		nodes: nodesOf(playground.credential),
		connections: {},
	});
	await take('every-operation');
	await page.setViewportSize(panelSize);
	for (const panel of panels) {
		await expectOnCanvas(page, panel.name, panel);
		await canvas.openNode(page, panel.name);
		await expectSoon(async () => await canvas.shownLabels(page), allLabels(panel));
		await take(panel.name);
		await canvas.closeNode(page);
	}
	await page.setViewportSize(canvasSize);
}

/** One node that becomes each operation in turn, by hand. */
async function switchOperations(look: Look): Promise<void> {
	const { page, take, playground } = look;
	const name = 'Switched';
	const fresh = node(name, [chimeNode, 1], {}, playground.credential);
	await show(look, { name: 'One node', nodes: [fresh], connections: {} });
	let resource = '';
	for (const panel of panels.filter(({ parameters }) => !('returnAll' in parameters))) {
		await canvas.openNode(page, name);
		const [value, resourceName] = panel.resource;
		if (resourceName !== resource) {
			await canvas.openOptions(page, 'resource');
			await expectTexts(page, canvas.option, resources);
			await canvas.chooseOption(page, resourceName);
			await canvas.openOptions(page, 'operation');
			await expectTexts(page, canvas.option, operationsOf(resourceName));
			await take(`operations-${value}`, false);
			await page.keyboard.press('Escape');
			await canvas.settle();
		}
		resource = resourceName;
		await canvas.choose(page, 'operation', panel.operation[1]);
		await canvas.closeNode(page);
		await expectOnCanvas(page, name, panel);
	}
	await chooseCustomApiCall(look, name);
}

async function pick(look: Look): Promise<void> {
	const { page, take, playground } = look;
	const name = 'Get proxy session';
	const fresh = node(name, [chimeNode, 1], {}, playground.credential);
	await show(look, { name: 'Choose from lists', nodes: [fresh], connections: {} });
	await canvas.openNode(page, name);
	const connector = listOf(page, 'voiceConnectorId');
	const session = listOf(page, 'proxySessionId');

	await session.open();
	await expectMessage(page, 'Choose a voice connector first.');
	await take('pick-session-too-early', false);
	await session.close();

	await connector.open();
	await expectTexts(page, entry, [
		'Rides Seattle (us-east-1, 400 days ago)',
		'Rides Portland (us-east-1, 92 days ago)',
		'Couriers (us-east-1, 3 days ago)',
	]);
	await take('pick-connector', false);
	await connector.search('rides');
	await expectTexts(page, entry, [/^Rides Seattle/, /^Rides Portland/]);
	await take('pick-connector-searched', false);
	await connector.choose('Rides Seattle');

	await session.open();
	await expectTexts(page, entry, [
		/^123a4bc5.* \(Open, [\d,]+ days ago\)$/,
		/^Ride 4711 \(Open, \d+ minutes ago\)$/,
		/^Ride 4712 \(InProgress, \d+ (minutes|hour) ago\)$/,
		/^Ride 4713 \(Open, 5 hours ago\)$/,
		/^Ride 4714 \(Closed, 1 day ago\)$/,
		/^4b5d1c9e.* \(Closed, 11 days ago\)$/,
	]);
	await take('pick-session', false);
	await session.search('open');
	await expectTexts(page, entry, [/^123a4bc5/, /4711/, /4713/]);
	await take('pick-session-searched', false);
	await session.choose('Ride 4711');
	await take('picked');
	await connector.open();
	await connector.choose('Couriers');
	await expectSoon(async () => [await session.chosen()], ['']);

	mayList = false;
	await connector.open();
	await expectMessage(page, 'IAM permission chime:ListVoiceConnectors');
	await take('pick-connector-refused', false);
	await connector.close();
	await canvas.closeNode(page);
	await canvas.openNode(page, name);
	await session.open();
	await expectMessage(page, 'IAM permission chime:ListProxySessions');
	await expectMessage(page, 'AWS ended support for Amazon Chime SDK proxy sessions');
	await take('pick-session-refused', false);
	await session.close();
	mayList = true;
}

async function run(look: Look): Promise<void> {
	const { page, take } = look;
	await show(look, workflowToRun(look.playground));
	await canvas.execute(page);
	await expectOutputs(page);
	await take('run');
	await canvas.openNode(page, 'Get proxy sessions');
	await take('run-node');
	await page
		.locator(`${testId('output-panel')} >> text=404 Not Found`)
		.first()
		.click();
	await take('run-node-404');
	await canvas.closeNode(page);
}

/** An example after a run, and the node opened in it. */
async function showExample({ page, take, playground }: Look): Promise<void> {
	const workflow = playground.examples.get(shownExample);
	const shown = workflow?.nodes.find(({ type }) => type === chimeNode);
	if (!workflow || !shown) throw new Error(`No ${shownExample} with the node`);
	await canvas.openWorkflow(page, playground.n8n, workflow);
	await canvas.execute(page);
	await take('example');
	await page.setViewportSize(nodeSize);
	await canvas.openNode(page, shown.name);
	await page.locator(`${testId('output-panel')} table`).waitFor();
	await take('example-node');
	await canvas.closeNode(page);
	await page.setViewportSize(canvasSize);
}

const branches = ['Participants', 'Forbidden', 'Gone', 'Failing'];

/** Sessions of which some fail, each kind with a node behind its output. */
function workflowToRun({ credential }: Playground): Workflow {
	const ids = [sampleSession.ProxySessionId, 'status-403', 'status-404', 'gone', 'status-500'];
	const asked = getProxySession('Get proxy sessions', sampleSession.VoiceConnectorId, credential);
	const nodes = [trigger('Start'), ...itemsOf(ids), asked];
	const ends = branches.map((name) => node(name, ['n8n-nodes-base.noOp', 1], {}));
	const [participants, forbidden, gone, failing] = branches.map((name) => [name]);
	return {
		name: 'Ask for several sessions',
		nodes: [
			...nodes.map((each, index) => ({ ...each, position: at(index * 220, 0) })),
			...ends.map((each, index) => ({ ...each, position: at(1040, (index - 1) * 160) })),
		],
		connections: connect({
			Start: [['List']],
			List: [['Items']],
			Items: [['Get proxy sessions']],
			'Get proxy sessions': [participants, [], [], forbidden, gone, [], failing],
		}),
	};
}

function at(x: number, y: number): [number, number] {
	return [x, y];
}

async function expectMessage(page: Page, words: string): Promise<void> {
	const message = page.locator(listError);
	await waitFor(`the message "${words}"`, async () =>
		(await message.allInnerTexts()).some((text) => text.includes(words)),
	);
}

/** The first output's name, and what stands below the node's own. */
async function expectOnCanvas(page: Page, name: string, panel: Panel): Promise<void> {
	const ends = async () => {
		const texts = await canvas.textsOf(page, name);
		return [texts[0], texts[texts.length - 1]];
	};
	await expectSoon(ends, [panel.firstOutput, subtitle(panel)]);
}

/** Items on the edges: into the node, and behind each output. */
async function expectOutputs(page: Page): Promise<void> {
	await expectTexts(page, `${testId('edge-label')}:visible`, [
		/^1 item$/,
		/^1 item$/,
		/^5 items$/,
		/^2 items$/,
		/^1 item$/,
		/^2 items$/,
		/^1 item$/,
	]);
}

void walk();
