import { amount } from './document';
import type { Cell, Measurement } from './measurement';
import { figure, whole } from './table';
import { subjects, type Cost, type SubjectName } from './task';

interface Panel {
	title: string;
	cells: Cell[];
	of: (cost: Cost) => number;
}

const width = 860;
const height = 360;
const panel = { width: 340, height: 220, top: 84, lefts: [64, 484] };
const gridLines = 4;

const looks: Record<SubjectName, { title: string; colour: string; dashes: string }> = {
	node: { title: 'Node', colour: '#0969da', dashes: 'none' },
	floor: { title: 'Floor of n8n', colour: '#6e7781', dashes: '6 4' },
	sdk: { title: "AWS's SDK", colour: '#bc4c00', dashes: '2 3' },
};

/** The picture of the page: opaque, so that it can be read on a light and on a dark one. */
export function pictureOf({ cells }: Measurement): string {
	const latencies = [...new Set(cells.map(({ latency }) => latency))];
	const at = (latency: number) => cells.filter((cell) => cell.latency === latency);
	const [shortest, longest] = [Math.min(...latencies), Math.max(...latencies)];
	const panels: Panel[] = [
		{
			title: `Processor time per session, ms (latency ${shortest} ms)`,
			cells: at(shortest),
			of: ({ cpu }) => cpu,
		},
		{
			title: `Time per session, ms (latency ${longest} ms)`,
			cells: at(longest),
			of: ({ wall }) => wall,
		},
	];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#24292f" role="img" aria-label="Processor time and time per session, over the number of sessions">`,
		`<rect width="${width}" height="${height}" rx="8" fill="#ffffff" stroke="#d0d7de"/>`,
		...legend(),
		...panels.flatMap((each, index) => drawn(each, panel.lefts[index])),
		'</svg>\n',
	].join('\n');
}

function legend(): string[] {
	return subjects.flatMap((subject, index) => {
		const x = 64 + index * 150;
		return [line([x, 28], [x + 32, 28], lookOf(subject)), text([x + 40, 32], looks[subject].title)];
	});
}

function drawn({ title, cells, of }: Panel, left: number): string[] {
	const highest = Math.max(...subjects.flatMap((s) => cells.map((cell) => amount(cell, s, of))));
	const top = roundUp(highest);
	const sizes = cells.map(({ sessions }) => Math.log(sessions));
	const [first, last] = [Math.min(...sizes), Math.max(...sizes)];
	const x = (sessions: number) =>
		left + ((Math.log(sessions) - first) / (last - first || 1)) * panel.width;
	const y = (value: number) => panel.top + panel.height * (1 - value / top);
	const bottom = y(0);
	const grid = Array.from({ length: gridLines + 1 }, (_, step) => (top / gridLines) * step);
	return [
		text([left, panel.top - 18], title, 'font-weight="600"'),
		...grid.flatMap((value) => [
			line([left, y(value)], [left + panel.width, y(value)], 'stroke="#d0d7de"'),
			text([left - 8, y(value) + 4], figure(value), 'text-anchor="end"'),
		]),
		...cells.map(({ sessions }) =>
			text([x(sessions), bottom + 20], whole(sessions), 'text-anchor="middle"'),
		),
		text([left + panel.width / 2, bottom + 40], 'Sessions', 'text-anchor="middle"'),
		...subjects.flatMap((subject) => {
			const points = cells.map((cell) => [x(cell.sessions), y(amount(cell, subject, of))]);
			const path = points.map((point) => point.map(rounded).join(',')).join(' ');
			return [
				`<polyline points="${path}" fill="none" ${lookOf(subject)}/>`,
				...points.map(
					([cx, cy]) =>
						`<circle cx="${rounded(cx)}" cy="${rounded(cy)}" r="3" fill="${looks[subject].colour}"/>`,
				),
			];
		}),
	];
}

/** So that the grid has round figures. */
function roundUp(value: number): number {
	const magnitude = 10 ** Math.floor(Math.log10(value));
	const steps = [1, 2, 4, 6, 8, 10].map((step) => step * magnitude);
	return steps.find((step) => step >= value) ?? 10 * magnitude;
}

function lookOf(subject: SubjectName): string {
	const { colour, dashes } = looks[subject];
	return `stroke="${colour}" stroke-width="2" stroke-dasharray="${dashes}"`;
}

function line([x1, y1]: number[], [x2, y2]: number[], look: string): string {
	return `<line x1="${rounded(x1)}" y1="${rounded(y1)}" x2="${rounded(x2)}" y2="${rounded(y2)}" ${look}/>`;
}

function text([x, y]: number[], content: string, look = ''): string {
	const attributes = [`x="${rounded(x)}"`, `y="${rounded(y)}"`, look].filter(Boolean).join(' ');
	return `<text ${attributes}>${content}</text>`;
}

function rounded(value: number): string {
	return value.toFixed(1);
}
