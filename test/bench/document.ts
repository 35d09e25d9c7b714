import { table } from '../support/table';
import { subjects, type Cell, type Cost, type Measurement, type Round } from './plan';

type Figure = (cost: Cost) => number;

/** The page of a measurement, `docs/benchmarks.md`. */
export function documentOf(measurement: Measurement): string {
	const { date, machine, concurrency, warmUp, time, memory, n8n } = measurement;
	return `# Benchmarks

The cost of a session in this node, in the cheapest node that n8n's engine allows, and in AWS's SDK. \`npm run bench\` measured all figures of this page in one run on ${date} and wrote them to [benchmarks.json](benchmarks.json).

- **Node**: this node as it is built, in n8n's engine (\`WorkflowExecute\` of n8n-core), with n8n's default expression engine.
- **Floor**: in the same engine, a node that does only what every node must do. For every item it reads the same two parameters, makes one plain request with n8n's helper, and emits items of the same shape, without credential, signature and repeats.
- **SDK**: AWS's SDK for JavaScript, outside of n8n. It keeps connections open; n8n opens a connection for every request.

Up to ${concurrency} requests are in flight. For each latency, one process first has every subject get ${whole(warmUp)} sessions, which are not counted; then the subjects take turns. The server is another process on loopback, waits for the latency before it responds, and verifies no signature. A ratio is taken within a round; where there are several rounds, the median is given. Ratios carry over to other machines, absolute figures do not.

## Machine

${table(['What', 'Which'], Object.entries(machine))}

## Processor time

Milliseconds per session, user and system, of the process that sends the requests.

${comparison(time, ({ cpu }) => cpu)}

## Time

Milliseconds per session on the clock.

${comparison(time, ({ wall }) => wall)}

## Memory

Kilobytes per session at the peak, beyond the memory before the run, items included, after a garbage collection.

${comparison(memory, (cost) => cost.memory / 1_000)}
${n8n ? besideHttpRequest(n8n) : ''}
## Max Concurrency

The node with other numbers of requests in flight: milliseconds per session, median of the runs.

${levels(measurement)}
`;
}

function comparison(cells: Cell[], of: Figure): string {
	const head = ['Latency, ms', 'Sessions', 'Rounds', 'Node ÷ floor', 'Node ÷ SDK'];
	const rows = cells.map(({ latency, sessions, rounds }) => [
		...[latency, sessions, rounds.length].map(whole),
		...(['floor', 'sdk'] as const).map((other) =>
			figure(median(rounds.map((round) => of(round.node) / of(round[other])))),
		),
		...subjects.map((subject) => figure(median(rounds.map((round: Round) => of(round[subject]))))),
	]);
	return table([...head, 'Node', 'Floor', 'SDK'], rows);
}

function besideHttpRequest(cells: NonNullable<Measurement['n8n']>): string {
	const rows = cells.map(({ latency, sessions, pairs }) => [
		...[latency, sessions, pairs.length].map(whole),
		figure(median(pairs.map(({ node, httpRequest }) => httpRequest.node / node.node))),
		figure(median(pairs.map(({ node, httpRequest }) => httpRequest.workflow / node.workflow))),
		...(['node', 'httpRequest'] as const).map((who) =>
			whole(median(pairs.map((pair) => pair[who].node))),
		),
	]);
	const head = ['Latency, ms', 'Sessions', 'Pairs', 'HTTP Request ÷ node', 'Workflow ÷ workflow'];
	return `
## Beside n8n's HTTP Request node

In a whole n8n, both with this package's credential and with the settings of a new node. Milliseconds are n8n's own execution time of the one node; the ratio of workflows compares whole executions.

${table([...head, 'Node, ms', 'HTTP Request, ms'], rows)}
`;
}

function levels({ levels: all }: Measurement): string {
	const rows = all.map(({ latency, concurrency, sessions, costs }) => [
		...[latency, concurrency, sessions, costs.length].map(whole),
		figure(median(costs.map(({ wall }) => wall))),
		figure(median(costs.map(({ cpu }) => cpu))),
		whole(Math.max(...costs.map(({ peak }) => peak))),
	]);
	const head = ['Latency, ms', 'Max Concurrency', 'Sessions', 'Runs'];
	return table([...head, 'Time', 'Processor time', 'In flight'], rows);
}

export function median(values: number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length / 2;
	return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}

/** With three significant digits; a dash where there is no number. */
function figure(value: number): string {
	if (!Number.isFinite(value)) return '–';
	return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

function whole(value: number): string {
	return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
