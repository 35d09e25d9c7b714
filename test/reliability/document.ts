import pLimit from 'p-limit';

import { leastSkew, mostSkew } from '../../nodes/AwsChimeSdkVoice/transport/clock';
import {
	mostParticipants,
	proxySessions,
} from '../../nodes/AwsChimeSdkVoice/resources/proxySession/session';
import { mostFields } from '../../nodes/AwsChimeSdkVoice/resources/results';
import { deepest, mostBytes, mostValues } from '../../nodes/AwsChimeSdkVoice/transport/response';
import {
	longestToken,
	mostEmptyPages,
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

import { measureNode, measureSdk, type Result } from './measure';
import { chapters, megabytes, type Scenario } from './scenarios';

const introduction = `# Reliability

What the node does when requests fail, beside AWS's own SDK for JavaScript with its default settings (standard retry mode, three attempts). Both sent requests to the same server on loopback. \`npm run reliability\` measures and writes this page; the tests measure again and compare.

An _attempt_ is a request that reached the server. _After the timeout_: the option Timeout ends an attempt, counted from the first byte sent to the last byte received. Where nobody listens, no request reaches the server.
`;

const seconds = (milliseconds: number) => `${milliseconds / 1_000} s`;

const limits = `## Limits

| What | How much |
|-|-|
| Repeats after 500, 502, 503, 504, a broken connection, a timeout, a truncated response | Max Retries: ${defaultOf('maxRetries')} unless set otherwise |
| One attempt | Timeout: ${seconds(defaultOf('timeout'))} unless set otherwise |
| Wait before a repeat | Random, up to ${[1, 2, 4].map((factor) => `${factor * transientBase} ms`).join(', ')} … at most ${seconds(longestDelay)} (exponential with full jitter) |
| \`Retry-After\`, \`x-amz-retry-after\` | Honoured up to ${seconds(longestRetryAfter)} |
| Throttling (429, or 400 and 503 that name it) | The whole run sends at ${aboveThroughput} times the throughput; a throttled request is repeated until it succeeds |
| A run in which every response is throttled | Its items leave by _429_ after ${seconds(longestThrottling)}; requests that were waiting are not sent (\`attempts\` is 0) |
| A request that is throttled while others succeed | Leaves by _429_ after ${seconds(longThrottled)} and ${mostThrottled} times, or after ${seconds(longestThrottled)} |
| Clock | Corrected by AWS's clock, when AWS refuses a signature and the clocks are from ${leastSkew / 60_000} minutes to ${mostSkew / 86_400_000} days apart; once per request, and kept for the run |
| A response | ${megabytes(mostBytes)}, ${deepest} levels, ${mostValues.toLocaleString('en')} values; ${proxySessions.largestPage} entries of a page, ${mostFields} fields and ${mostParticipants} participants of a session |
| A list | ${mostPages.toLocaleString('en')} pages, ${mostEmptyPages} empty pages in a row, page tokens of ${longestToken.toLocaleString('en')} characters; ${megabytes(mostListBytes)} in all lists of a run |
`;

/** What an option is where nobody sets it. */
function defaultOf(name: string): number {
	const found = options.options?.find((option) => option.name === name);
	return found && 'default' in found ? Number(found.default) : NaN;
}

/** Few enough not to disturb each other. */
const atOnce = pLimit(8);

/** Measures every scenario, a few at a time, and lays the results out as the document. */
export async function writeDocument(): Promise<string> {
	const parts = await Promise.all(
		chapters.map(async ({ title, scenarios }) => {
			const rows = await atOnce.map(scenarios, rowOf);
			const head =
				'| | Node: attempts | outcome | end | SDK: attempts | outcome | end | Why they differ |\n|-|-|-|-|-|-|-|-|';
			return `## ${title}\n\n${head}\n${rows.join('\n')}\n`;
		}),
	);
	return [introduction, ...parts, limits].join('\n');
}

async function rowOf(scenario: Scenario): Promise<string> {
	const [node, sdk] = await Promise.all([measureNode(scenario), measureSdk(scenario)]);
	const isSame = JSON.stringify(node) === JSON.stringify(sdk);
	if (isSame === Boolean(scenario.why)) {
		throw new Error(
			`${scenario.what}: ${cells(node)} and ${cells(sdk)}, for this reason: ${scenario.why}`,
		);
	}
	return `| ${scenario.what} | ${cells(node)} | ${cells(sdk)} | ${isSame ? '' : scenario.why} |`;
}

function cells({ attempts, outcome, end }: Result): string {
	return [attempts, outcome, end].join(' | ');
}
