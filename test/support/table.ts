/** A page with these contents, each between the two markers of its name. */
export function filled(page: string, contents: Record<string, () => string>): string {
	return Object.entries(contents).reduce((text, [name, content]) => {
		const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
		const parts = text.split(new RegExp(`${start}[^]*${end}`));
		if (parts.length !== 2) throw new Error(`The page has no place for ${name}.`);
		return parts.join(`${start}\n\n${content()}\n\n${end}`);
	}, page);
}

/** A table in Markdown. */
export function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), `|${'-|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
