import { median, type Cell, type Measurement, type Pair, type Round } from './measurement';
import { figure, markdown, plain, whole, type Table } from './table';
import { subjects, type Cost, type SubjectName } from './task';

/** Of the document and of what the command prints alike. */
interface Section {
	title: string;
	text: string;
	table: Table;
}

const titles: Record<SubjectName, string> = { node: 'Node', floor: 'Floor', sdk: 'SDK' };
/** What growth is measured against. */
const comparedSize = 1_000;

/** The page `docs/benchmarks.md`. */
export function documentOf(measurement: Measurement): string {
	const sections = sectionsOf(measurement).map(
		({ title, text, table }) => `## ${title}\n\n${text}\n\n${markdown(table)}\n`,
	);
	return [introductionOf(measurement), ...sections].join('\n');
}

/** The same tables, for a terminal. */
export function report(measurement: Measurement): string {
	return sectionsOf(measurement)
		.map(({ title, table }) => `${title}\n\n${plain(table)}\n`)
		.join('\n');
}

function introductionOf({ date, concurrency, warmUp }: Measurement): string {
	return `# Benchmarks

What a session costs: in this node, in the cheapest node that n8n's engine allows, and in AWS's SDK. Written by \`npm run bench\` on ${date.toISOString().slice(0, 10)}; everything on this page comes from that one run.

![Processor time and time per session, over the number of sessions](images/benchmarks.svg)

- **Node**: this node as it is built, in n8n's engine (\`WorkflowExecute\` of n8n-core), with n8n's own choice of an expression engine.
- **Floor**: in the same engine, a node that does only what no node can do without. For every item it reads the same two parameters, makes one plain request with n8n's helper, and emits items of the same shape. No credential, no signature, no repeats.
- **SDK**: AWS's SDK for JavaScript, outside of n8n. It keeps connections open; n8n opens one for every request.

All of them keep up to ${whole(concurrency)} requests in flight. The node and the floor get the same items, and the same expressions in both IDs. For each latency, one process first has every subject ask for ${whole(warmUp)} sessions, uncounted, and then lets them take turns, back and forth, size after size: whatever else the machine does meets all of them. The server is another process on loopback, answers after so many milliseconds (the latency), and verifies no signature: what is measured is who asks. A ratio is taken within a round, and the median of the rounds is given. Ratios carry over to other machines; absolute figures belong to this one.
`;
}

function sectionsOf(measurement: Measurement): Section[] {
	const { cells, memory, n8n } = measurement;
	return [
		machine(measurement),
		{
			title: 'Processor time',
			text: 'Milliseconds per session, user and system, of the process that asks. _Grows_: per session, beside 1,000 sessions at the same latency.',
			table: comparison(cells, ({ cpu }) => cpu),
		},
		{
			title: 'Time',
			text: 'Milliseconds per session, on the clock.',
			table: comparison(cells, ({ wall }) => wall),
		},
		{
			title: 'Memory',
			text: "Kilobytes per session at the peak, beyond what was in use before the run: what is reachable, on JavaScript's heap and outside of it, items included. Garbage is collected before every look, because how much of it lies about is up to chance; hence in runs of their own.",
			table: comparison(memory, (cost) => cost.memory / 1_000),
		},
		...(n8n ? [besideHttpRequest(n8n)] : []),
		levels(measurement),
	];
}

function machine({ machine: own, n8n }: Measurement): Section {
	return {
		title: 'Machine',
		text: 'What the absolute figures belong to.',
		table: {
			head: ['What', 'Which'],
			rows: [
				['System', own.system],
				['Processor', own.processor],
				['Cores', whole(own.cores)],
				['Memory', `${whole(own.memory)} GiB`],
				['Node.js', own.node],
				['n8n-core', own.n8nCore],
				["n8n's expression engine", own.expressions],
				["AWS's SDK", own.sdk],
				...(n8n ? [['n8n, and its Node.js', `${n8n.version}, ${n8n.node}`]] : []),
			],
		},
	};
}

type Figure = (cost: Cost) => number;

function comparison(cells: Cell[], of: Figure): Table {
	return {
		head: [
			'Latency, ms',
			'Sessions',
			'Rounds',
			'Node ÷ floor',
			'Node ÷ SDK',
			...subjects.map((subject) => titles[subject]),
			...subjects.map((subject) => `${titles[subject]} grows`),
		],
		rows: cells.map((cell) => {
			const { latency, sessions, rounds } = cell;
			const reference = cells.find(
				(other) => other.latency === latency && other.sessions === comparedSize,
			);
			const growth = (subject: SubjectName) =>
				reference ? figure(amount(cell, subject, of) / amount(reference, subject, of)) : '';
			return [
				whole(latency),
				whole(sessions),
				whole(rounds.length),
				...ratios(rounds, of),
				...subjects.map((subject) => figure(amount(cell, subject, of))),
				...subjects.map(growth),
			];
		}),
	};
}

/** Median over the rounds. */
export function amount({ rounds }: Cell, subject: SubjectName, of: Figure): number {
	return median(rounds.map((round) => of(round[subject])));
}

function ratios(rounds: Round[], of: Figure): string[] {
	return (['floor', 'sdk'] as const).map((other) =>
		figure(median(rounds.map(({ node, ...others }) => of(node) / of(others[other])))),
	);
}

function besideHttpRequest({ cells }: NonNullable<Measurement['n8n']>): Section {
	const others = { signed: "With this package's credential", unsigned: 'Without a signature' };
	const rows = cells.flatMap(({ latency, sessions, pairs }) =>
		Object.entries(others).map(([who, title]) => {
			const other = (pair: Pair) => (who === 'signed' ? pair.signed : pair.unsigned);
			const of = (value: (pair: Pair) => number) => median(pairs.map(value));
			return [
				whole(latency),
				whole(sessions),
				title,
				figure(of((pair) => other(pair).node / pair.node.node)),
				figure(of((pair) => other(pair).whole / pair.node.whole)),
				whole(of((pair) => pair.node.node)),
				whole(of((pair) => other(pair).node)),
				whole(of((pair) => pair.node.peak)),
				whole(of((pair) => other(pair).peak)),
			];
		}),
	);
	return {
		title: "Beside n8n's HTTP Request node",
		text: "In a whole n8n, both in the same process, with the settings that they have when they are dragged into a workflow. Milliseconds are n8n's own execution time of the one node; _workflow_ is the same for the whole execution. The HTTP Request node sends everything at once; with a credential it reads and decrypts that anew for every item. Without one, AWS would refuse all of it; that line is there to show what the credential costs that node. A run of each goes ahead uncounted; after that they take turns at going first, and the median of the ratios is given.",
		table: {
			head: [
				'Latency, ms',
				'Sessions',
				'HTTP Request',
				'HTTP Request ÷ node',
				'The same, workflow',
				'Node, ms',
				'HTTP Request, ms',
				'Node: in flight',
				'HTTP Request: in flight',
			],
			rows,
		},
	};
}

function levels({ levels: all, defaultConcurrency }: Measurement): Section {
	const latencies = [...new Set(all.map(({ latency }) => latency))];
	const concurrencies = [...new Set(all.map(({ concurrency }) => concurrency))];
	const levelAt = (concurrency: number) => all.find((level) => level.concurrency === concurrency);
	const cell = (concurrency: number, latency: number, of: (cost: Cost) => string) => {
		const found = all.find(
			(level) => level.concurrency === concurrency && level.latency === latency,
		);
		return found ? of(found) : '';
	};
	return {
		title: 'Max Concurrency',
		text: `The node again, with other numbers of requests in flight: milliseconds per session on the clock, and of processor time. Where there was more than one run, the median is given. Unless it is set, Max Concurrency is ${whole(defaultConcurrency)}.`,
		table: {
			head: [
				'Max Concurrency',
				'Sessions',
				'Runs',
				...latencies.map((latency) => `Time at ${latency} ms`),
				...latencies.map((latency) => `CPU at ${latency} ms`),
				...latencies.map((latency) => `In flight at ${latency} ms`),
			],
			rows: concurrencies.map((concurrency) => [
				whole(concurrency),
				whole(levelAt(concurrency)?.sessions ?? 0),
				whole(levelAt(concurrency)?.runs ?? 0),
				...latencies.map((latency) => cell(concurrency, latency, ({ wall }) => figure(wall))),
				...latencies.map((latency) => cell(concurrency, latency, ({ cpu }) => figure(cpu))),
				...latencies.map((latency) => cell(concurrency, latency, ({ peak }) => whole(peak))),
			]),
		},
	};
}
