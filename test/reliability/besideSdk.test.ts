import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import {
	GetProxySessionCommand,
	paginateListProxySessions,
	type ChimeSDKVoiceClient,
} from '@aws-sdk/client-chime-sdk-voice';
import pLimit from 'p-limit';

import {
	longestAttempts,
	mostAttempts as stsAttempts,
	timeout as stsTimeout,
} from '../../credentials/role/assumeRole';
import { mostBytes as stsBytes } from '../../credentials/role/stsResponse';
import { leastSkew, mostSkew } from '../../nodes/AwsChimeSdkVoice/transport/clock';
import { mostParticipants } from '../../nodes/AwsChimeSdkVoice/resources/proxySession/session';
import { mostFields } from '../../nodes/AwsChimeSdkVoice/resources/results';
import {
	deepest,
	mostBytes,
	mostPageBytes,
	mostPageValues,
	mostValues,
} from '../../nodes/AwsChimeSdkVoice/transport/response';
import {
	longestToken,
	mostEmptyPages,
	mostEntries,
	mostListBytes,
	mostPages,
} from '../../nodes/AwsChimeSdkVoice/transport/pages';
import { options } from '../../nodes/AwsChimeSdkVoice/parameters/options';
import {
	aboveThroughput,
	longestThrottling,
} from '../../nodes/AwsChimeSdkVoice/transport/rateLimiter';
import {
	longestThrottled,
	longestDelay,
	longestRetryAfter,
	longThrottled,
	mostThrottled,
	transientBase,
} from '../../nodes/AwsChimeSdkVoice/transport/retryPolicy';
import { sdkClient } from '../support/awsSdk';
import { sendJson } from '../support/chime/responses';
import { sampleSession, startChime, type ChimeOptions } from '../support/chime/server';
import { itemFor, runNode } from '../support/engine/chimeNode';
import { createSimulatedWorld, type SimulatedWorld } from '../support/engine/simulatedWorld';
import { key } from '../support/keys';
import { parametersFor } from '../operations';
import { credentialFor } from '../support/credential';
import { addressOfNobody } from '../support/nobody';

const page = resolve(__dirname, '..', '..', 'docs', 'reliability.md');

/** What is special about one way in which things go wrong, for the node and for AWS's SDK alike. */
interface Special {
	/** Options of the server, by the clock of the client. */
	server?(now: () => Date): Partial<ChimeOptions>;
	/** All pages of the sessions of a voice connector are requested. */
	isList?: boolean;
	/** Nobody listens. */
	isDown?: boolean;
}

/** With the requested session, whose name chooses the response of the loopback server. */
type Scenario = Special & { session: string };

interface Result {
	attempts: number | string;
	/** The code of the failure, or what there was instead. */
	outcome: string;
	end: string;
}

/** What goes wrong, the requested session, and, where node and SDK differ, why. */
type Row = [what: string, session: string, why?: string, special?: Special];

const after = (now: Date, minutes: number) => new Date(now.getTime() + minutes * 60_000);
const serverAhead = (minutes: number) => ({
	server: (now: () => Date) => ({ now: () => after(now(), minutes) }),
});

const strangeDate: Special = {
	server: (now) => ({
		intercept: (response) => {
			const Date = after(now(), 10).toUTCString();
			response.writeHead(404, { Date, 'x-amzn-ErrorType': 'NotFoundException' }).end('{}');
			return true;
		},
	}),
};

const fromCache: Special = {
	server: (now) => ({
		...serverAhead(10).server(now),
		intercept: (response) => {
			response.setHeader('Age', '36000');
			return false;
		},
	}),
};

/** Pages with one token; after the thirtieth, nobody is expected to stop. */
const withoutEnd: Special = {
	isList: true,
	server: () => {
		let page = 0;
		return {
			intercept: (response, { stalls }) => {
				page += 1;
				if (page > 30) stalls();
				else sendJson(response, 200, { ProxySessions: [], NextToken: 'the same' });
				return true;
			},
		};
	},
};

const seconds = (milliseconds: number) => `${milliseconds / 1_000} s`;
const megabytes = (bytes: number) => `${bytes / 1_000_000} MB`;
const sizeOf = (bytes: number, values: number) =>
	`${megabytes(bytes)} and ${values.toLocaleString('en')} values`;

const waits = 'The SDK has no timeout of its own';
const throttlingIsNews =
	'The node does not count throttling as a retry: the run slows down, and the request waits';
const minute = `${throttlingIsNews}, for ${seconds(longestThrottling)}`;
const eager = 'The SDK corrects its clock after any failed response, and counts that as a retry';
const careful = 'The node corrects its clock after a refused signature only';
const stale =
	'The SDK uses Age to correct the date; the node ignores the date of a cached response';
const promised = 'The API promises a session';
const asItIs = 'The node passes on what AWS sends';
const unpacked = `No more than ${megabytes(mostBytes)} is unpacked`;
const shallow = `More than ${deepest} levels are refused, because n8n copies items by recursion`;
const narrow =
	'AWS has no such session; n8n would make an item of each participant, with all fields';

const chapters: Record<string, Row[]> = {
	Retries: [
		['500 once', 'flaky-1-status-500'],
		['500 twice', 'flaky-2-status-500'],
		...[500, 502, 503, 504].map((status): Row => [`${status} every time`, `status-${status}`]),
		...[400, 403, 404, 409].map((status): Row => [`${status}`, `status-${status}`]),
		['429 twice', 'flaky-2-status-429'],
		['429 five times', 'flaky-5-status-429', throttlingIsNews],
		['429 every time', 'status-429', minute],
		['Connection refused', 'a', undefined, { isDown: true }],
		['Connection reset once', 'flaky-1-reset'],
		['Connection reset every time', 'reset'],
		['Truncated response once', 'flaky-1-truncated'],
		['Truncated response every time', 'truncated'],
		['No response, once', 'flaky-1-hang', waits],
		['No response, every time', 'hang', waits],
	],
	'A wrong clock': [
		['Three minutes off', 'plain', undefined, serverAhead(3)],
		['Ten minutes behind', 'status-404', eager, serverAhead(10)],
		['Five hours ahead', 'status-404', eager, serverAhead(-300)],
		['A correct clock, and a 404 with a wrong Date header', 'a', careful, strangeDate],
		['A refused signature from a cache (Age header)', 'status-404', stale, fromCache],
	],
	'Hostile and broken responses': [
		['An HTML page under 200', 'html-200', 'The node reports an HTML page'],
		['An HTML page under 502', 'html-502', 'The node uses the status'],
		['An empty body under 200', 'empty-200', promised],
		['`null` under 200', 'null', promised],
		['`[]` under 200', 'list', promised],
		['204', 'no-content', promised],
		['206', 'partial', 'Partial content is not a whole response'],
		['Fields of unexpected types, timestamps as numbers', 'wrong-types', asItIs],
		['Truncated JSON', 'broken-json', 'The node repeats a truncated response'],
		['gzip', 'gzip', 'n8n accepts gzip, and unpacks it'],
		['100 MB', 'huge', `No more than ${megabytes(mostBytes)} is read`],
		['100 MB, packed into 100 kB', 'gzip-bomb', unpacked],
		['100,000 levels', 'deep', shallow],
		['A session with thousands of fields and participants, smaller than 1 MB', 'wide', narrow],
		[
			'A list whose pages all have the same page token',
			'',
			'The page token of an earlier page ends the list',
			withoutEnd,
		],
		['A body that arrives slowly and never ends', 'trickle', waits],
		['Headers that arrive slowly and never end', 'trickle-headers', waits],
		['A redirect to another host', 'redirect-302', 'Neither follows the redirect'],
		['A response that is not HTTP', 'not-http'],
	],
};

const introduction = `# Reliability

This page compares what the node and AWS's SDK for JavaScript do when requests fail. The SDK has its default settings: standard retry mode, three attempts. Both send requests to the same server on loopback. \`npm run reliability\` measures and writes this page; the tests measure again and compare.

An _attempt_ is a request that reached the server; a refused connection does not reach it. _After the timeout_: the option Timeout ends an attempt, counted from the first byte sent to the last byte received.
`;

const limits = `## Limits

| What | How much |
|-|-|
| Retries after 500, 502, 503, 504, a broken connection, a timeout, a truncated response | Max Retries: ${defaultOf('maxRetries')} unless set otherwise |
| One attempt | Timeout: ${seconds(defaultOf('timeout'))} unless set otherwise |
| Delay before a retry | Random, up to ${[1, 2, 4].map((factor) => `${factor * transientBase} ms`).join(', ')} … at most ${seconds(longestDelay)} (exponential with full jitter) |
| \`Retry-After\`, \`x-amz-retry-after\` | Honoured up to ${seconds(longestRetryAfter)} |
| Throttling (429, or 400 and 503 that name it) | The run sends requests at ${aboveThroughput} times the throughput that AWS allows; a throttled request is repeated until it succeeds |
| A run in which every response is throttled | Its items go to _429_ after ${seconds(longestThrottling)}; requests that were waiting are not sent (\`attempts\` is 0) |
| A request that is throttled while others succeed | Goes to _429_ after ${seconds(longThrottled)} and ${mostThrottled} times, or after ${seconds(longestThrottled)} |
| Clock | Set to AWS's time when AWS refuses a signature and the clocks differ by ${leastSkew / 60_000} minutes to ${mostSkew / 86_400_000} days; once per request, and kept for the run |
| A request to AWS STS, with a role | ${seconds(stsTimeout)} to the end of a response of at most ${stsBytes / 1_024} kB; ${stsAttempts} attempts, of which none begins after ${seconds(longestAttempts)} |
| A response | ${sizeOf(mostBytes, mostValues)}; a page of a list, and a phone number order, ${sizeOf(mostPageBytes, mostPageValues)}; ${deepest} levels; ${mostEntries.toLocaleString('en')} entries of a page, ${mostFields} fields and ${mostParticipants} participants of a session |
| A list | ${mostPages.toLocaleString('en')} pages, ${mostEmptyPages.toLocaleString('en')} empty pages in a row, page tokens of ${longestToken.toLocaleString('en')} characters; ${megabytes(mostListBytes)} in all lists of a run |
`;

/** What an option is where nobody sets it. */
function defaultOf(name: string): number {
	const found = options([]).options?.find((option) => option.name === name);
	return found && 'default' in found ? Number(found.default) : NaN;
}

const { VoiceConnectorId } = sampleSession;
const afterThrottling = `after ${longestThrottling / 1_000} s`;
/** For one attempt of the node: mostly simulated, but n8n's HTTP client measures the same by the real clock. */
const timeout = 15_000;
/** Milliseconds after which the SDK is taken to wait for ever for a response that has no end. */
const longestEnd = 1_000;

async function measureNode(scenario: Scenario): Promise<Result> {
	const world = createSimulatedWorld();
	return await against(scenario, world.ofServer, async (endpoint) => {
		const operation = scenario.isList
			? { ...parametersFor('ListProxySessions'), returnAll: true }
			: {};
		const { outputs } = await runNode({
			items: [itemFor(scenario.session)],
			credential: credentialFor(endpoint),
			parameters: { ...operation, output: 'session', options: { timeout } },
			world,
		});
		const [item] = outputs.flat();
		const hasTimedOut = item.json.code === 'ETIMEDOUT' || scenario.session.includes('hang');
		const isLong = world.passed() >= longestThrottling;
		const end = isLong ? afterThrottling : hasTimedOut ? 'after the timeout' : 'at once';
		return { outcome: outputs[0].length > 0 ? 'the session' : String(item.json.code), end };
	});
}

async function measureSdk(scenario: Scenario): Promise<Result> {
	const abort = new AbortController();
	const onStall = () => void setTimeout(() => abort.abort(), longestEnd);
	const now = () => new Date();
	return await against(scenario, { now, onStall }, async (endpoint) => {
		const client = sdkClient(endpoint, key, { maxAttempts: 3 });
		const got = scenario.isList ? listBySdk : getBySdk;
		const outcome = await got(client, scenario.session, abort.signal).catch(nameOf);
		client.destroy();
		return abort.signal.aborted ? { outcome: 'none', end: 'never' } : { outcome, end: 'at once' };
	});
}

async function getBySdk(
	client: ChimeSDKVoiceClient,
	ProxySessionId: string,
	abortSignal: AbortSignal,
): Promise<string> {
	const command = new GetProxySessionCommand({ VoiceConnectorId, ProxySessionId });
	const { ProxySession } = await client.send(command, { abortSignal });
	return ProxySession ? 'the session' : 'nothing, as a success';
}

async function listBySdk(
	client: ChimeSDKVoiceClient,
	_session: string,
	abortSignal: AbortSignal,
): Promise<string> {
	const pages = paginateListProxySessions({ client }, { VoiceConnectorId }, { abortSignal });
	let sessions = 0;
	for await (const { ProxySessions = [] } of pages) sessions += ProxySessions.length;
	return `${sessions} sessions`;
}

async function against(
	{ server, isDown = false }: Scenario,
	{ now, onStall }: SimulatedWorld['ofServer'],
	measure: (endpoint: string) => Promise<Omit<Result, 'attempts'>>,
): Promise<Result> {
	const chime = await startChime({ keys: [key], now, onStall, ...server?.(now) });
	const result = await measure(isDown ? await addressOfNobody() : chime.url);
	await chime.close();
	const attempts = chime.received.length;
	// How many exactly is up to chance where waiting is what ends it, and to the server where nothing does.
	const isOpen = result.end === afterThrottling || result.end === 'never';
	return {
		attempts: isOpen && attempts > mostThrottled ? `more than ${mostThrottled}` : attempts,
		...result,
	};
}

/** AWS's name, Node's code, or the first words, of an error of the SDK. */
function nameOf(error: Error & { code?: string }): string {
	if (error.code) return error.code;
	if (error.name !== 'Error') return error.name;
	const text = error.message.replace(/^AWS SDK error wrapper for \w+: /, '');
	return /\bE[A-Z]{4,}\b/.exec(text)?.[0] ?? text.split(/[:\n]/)[0];
}

/** Few enough not to disturb each other. */
const atOnce = pLimit(8);

/** Measures a scenario, and lays the results out as a row of the document. */
async function rowOf([what, session, why, special]: Row): Promise<string> {
	const scenario = { session, ...special };
	const [node, sdk] = await Promise.all([measureNode(scenario), measureSdk(scenario)]);
	const isSame = JSON.stringify(node) === JSON.stringify(sdk);
	if (isSame === Boolean(why))
		throw new Error(`${what}: ${cells(node)} and ${cells(sdk)}, for this reason: ${why}`);
	return `| ${what} | ${cells(node)} | ${cells(sdk)} | ${isSame ? '' : why} |`;
}

function cells({ attempts, outcome, end }: Result): string {
	return [attempts, outcome, end].join(' | ');
}

async function chapterOf([title, rows]: [string, Row[]]): Promise<string> {
	const head =
		'| | Node: attempts | outcome | end | SDK: attempts | outcome | end | Why they differ |\n|-|-|-|-|-|-|-|-|';
	return `## ${title}\n\n${head}\n${(await atOnce.map(rows, rowOf)).join('\n')}\n`;
}

test('docs/reliability.md says what happens', async () => {
	const parts = await Promise.all(Object.entries(chapters).map(chapterOf));
	const document = [introduction, ...parts, limits].join('\n');
	if (process.env.WRITE_DOCUMENTS) writeFileSync(page, document);
	expect(document).toBe(readFileSync(page, 'utf8'));
});
