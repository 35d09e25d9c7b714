/** A table with a heading for every column. */
export interface Table {
	head: string[];
	rows: string[][];
}

/** As Markdown. */
export function markdown({ head, rows }: Table): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), `|${head.map(() => '-').join('|')}|`, ...rows.map(line)].join('\n');
}

/** For a terminal: columns of one width, figures to the right. */
export function plain({ head, rows }: Table): string {
	const widths = head.map((_, column) =>
		Math.max(...[head, ...rows].map((cells) => cells[column].length)),
	);
	return [head, ...rows]
		.map((cells) => cells.map((cell, column) => cell.padStart(widths[column])).join('  '))
		.join('\n');
}

/** With thousands separated, and as many digits as say something; a dash for no number at all. */
export function figure(value: number): string {
	const fractionDigits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
	if (!Number.isFinite(value)) return '–';
	return value.toLocaleString('en-US', {
		minimumFractionDigits: fractionDigits,
		maximumFractionDigits: fractionDigits,
	});
}

export function whole(value: number): string {
	return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
