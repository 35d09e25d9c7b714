/** A table in Markdown. */
export function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), `|${'-|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
