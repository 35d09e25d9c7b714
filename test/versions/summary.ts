/* eslint-disable no-console -- prints a table beside the results of the tests */
/** What the tests saw in each engine, as a table: a row for each engine, a column for each thing. */
export interface Summary {
	/** Notes what was seen; a thing without a note has failed, or was not tested. */
	note(row: string, column: string, seen: string): void;
	print(): void;
}

export function createSummary(rows: string[], columns: string[]): Summary {
	const table = new Map(
		rows.map(
			(row) => [row, new Map(columns.map((column) => [column, 'failed or not run']))] as const,
		),
	);
	return {
		note: (row, column, seen) => void table.get(row)?.set(column, seen),
		print: () =>
			console.table(
				Object.fromEntries(
					[...table].map(([row, seen]) => [`n8n ${row}`, Object.fromEntries(seen)]),
				),
			),
	};
}
