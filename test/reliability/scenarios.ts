import { deepest, mostBytes } from '../../nodes/AwsChimeSdkVoice/transport/response';
import { mostEmptyPages } from '../../nodes/AwsChimeSdkVoice/transport/pages';
import { sendJson } from '../chime/plays';
import type { ChimeOptions } from '../chime/server';

/** One way in which things go wrong, for the node and for AWS's SDK alike. */
export interface Scenario {
	what: string;
	/** The session that is asked for; its name tells the loopback server what to play. */
	session: string;
	/** What is special about the server; from the clock of who asks. */
	server?(now: () => Date): Partial<ChimeOptions>;
	/** The sessions of a voice connector are asked for, all pages of them. */
	isList?: boolean;
	/** Nobody listens. */
	isDown?: boolean;
	/** Where the two differ: why. */
	why?: string;
}

export interface Chapter {
	title: string;
	scenarios: Scenario[];
}

export const megabytes = (bytes: number) => `${bytes / 1_000_000} MB`;
const minutes = (count: number) => count * 60_000;
const after = (now: Date, count: number) => new Date(now.getTime() + minutes(count));
const serverAhead = (count: number) => (now: () => Date) => ({ now: () => after(now(), count) });
/** Empty pages; after the thirtieth, nobody is expected to stop. */
function withoutEnd(tokenAfter: (asked: number) => string): Partial<ChimeOptions> {
	let asked = 0;
	return {
		intercept: (response, { stalls }) => {
			asked += 1;
			if (asked > 30) stalls();
			else sendJson(response, 200, { ProxySessions: [], NextToken: tokenAfter(asked) });
			return true;
		},
	};
}

const waits = 'The SDK has no timeout of its own';
const throttlingIsNews =
	'Throttling does not count as a retry here: the run slows down, and the request waits';

export const chapters: Chapter[] = [
	{
		title: 'Retries',
		scenarios: [
			{ what: '500 once', session: 'flaky-1-status-500' },
			{ what: '500 twice', session: 'flaky-2-status-500' },
			{ what: '500 for ever', session: 'status-500' },
			{ what: '502 for ever', session: 'status-502' },
			{ what: '503 for ever', session: 'status-503' },
			{ what: '504 for ever', session: 'status-504' },
			{ what: '400', session: 'status-400' },
			{ what: '403', session: 'status-403' },
			{ what: '404', session: 'status-404' },
			{ what: '409', session: 'status-409' },
			{ what: '429 twice', session: 'flaky-2-status-429' },
			{ what: '429 five times', session: 'flaky-5-status-429', why: throttlingIsNews },
			{ what: '429 for ever', session: 'status-429', why: `${throttlingIsNews}, for a minute` },
			{ what: 'Nobody listens', session: 'a', isDown: true },
			{ what: 'Connection reset once', session: 'flaky-1-reset' },
			{ what: 'Connection reset for ever', session: 'reset' },
			{ what: 'Truncated response once', session: 'flaky-1-truncated' },
			{
				what: 'Truncated response for ever',
				session: 'truncated',
				why: 'Both report a broken connection, under different codes',
			},
			{ what: 'No response, once', session: 'flaky-1-hang', why: waits },
			{ what: 'No response, for ever', session: 'hang', why: waits },
		],
	},
	{
		title: 'A wrong clock',
		scenarios: [
			{ what: 'Three minutes off', session: 'plain', server: serverAhead(3) },
			{
				what: 'Ten minutes behind',
				session: 'status-404',
				server: serverAhead(10),
				why: 'The SDK corrects its clock after any failed response, and counts that as a retry',
			},
			{
				what: 'Five hours ahead',
				session: 'status-404',
				server: serverAhead(-300),
				why: 'The SDK corrects its clock after any failed response, and counts that as a retry',
			},
			{
				what: 'A right clock, and a 404 with a strange Date',
				session: 'a',
				server: (now) => ({
					intercept: (response) => {
						response.writeHead(404, {
							Date: after(now(), 10).toUTCString(),
							'x-amzn-ErrorType': 'NotFoundException',
						});
						response.end('{}');
						return true;
					},
				}),
				why: 'The node corrects its clock after a refused signature only',
			},
			{
				what: 'A refusal that comes out of a cache (Age)',
				session: 'status-404',
				server: (now) => ({
					...serverAhead(10)(now),
					intercept: (response) => {
						response.setHeader('Age', '36000');
						return false;
					},
				}),
				why: 'The SDK uses Age to correct the date; the node ignores the date of a cached response',
			},
		],
	},
	{
		title: 'Hostile and broken responses',
		scenarios: [
			{
				what: 'A page of HTML under 200',
				session: 'html-200',
				why: 'The node reports a page of HTML',
			},
			{
				what: 'A page of HTML under 502',
				session: 'html-502',
				why: 'The node uses the status',
			},
			{
				what: 'An empty body under 200',
				session: 'empty-200',
				why: 'The API promises a session',
			},
			{
				what: '`null` under 200',
				session: 'null',
				why: 'The API promises a session',
			},
			{
				what: '`[]` under 200',
				session: 'list',
				why: 'The API promises a session',
			},
			{
				what: '204',
				session: 'no-content',
				why: 'The API promises a session',
			},
			{ what: '206', session: 'partial', why: 'Partial content is not a whole response' },
			{
				what: 'Fields of other types, timestamps as numbers',
				session: 'odd-types',
				why: 'The node passes on what AWS sends',
			},
			{
				what: 'JSON that breaks off',
				session: 'broken-json',
				why: 'The node repeats a truncated response',
			},
			{
				what: 'gzip',
				session: 'odd-gzip',
				why: 'n8n accepts gzip, and unpacks it',
			},
			{ what: '100 MB', session: 'huge', why: `No more than ${megabytes(mostBytes)} is read` },
			{
				what: '100 MB, packed into 100 kB',
				session: 'gzip-bomb',
				why: `No more than ${megabytes(mostBytes)} is unpacked`,
			},
			{
				what: '100,000 levels',
				session: 'deep',
				why: `More than ${deepest} levels are refused, because n8n copies items by recursion`,
			},
			{
				what: 'A session of thousands of fields and participants, in less than 1 MB',
				session: 'wide',
				why: 'AWS has no such session; n8n would make an item of each participant, with all fields',
			},
			{
				what: 'A list of empty pages without end',
				session: '',
				isList: true,
				server: () => withoutEnd((asked) => `page ${asked}`),
				why: `A list ends after ${mostEmptyPages} empty pages in a row`,
			},
			{
				what: 'A list of which every page names itself as the next one',
				session: '',
				isList: true,
				server: () => withoutEnd(() => 'the same'),
				why: 'The page token of an earlier page ends the list',
			},
			{ what: 'A body that trickles for ever', session: 'trickle', why: waits },
			{ what: 'Headers that trickle for ever', session: 'trickle-headers', why: waits },
			{ what: 'A redirect to another host', session: 'redirect-302', why: 'Neither follows it' },
			{
				what: 'Not HTTP at all',
				session: 'not-http',
				why: 'Both report the error of the HTTP parser of Node.js',
			},
		],
	},
];
