import type { INodeParameters } from 'n8n-workflow';

import type { Editor } from './editor';

type Row = Record<string, string | number | boolean | null>;

interface Table {
	id: string;
	name: string;
}

/** A data table of n8n, by the requests of n8n's editor. */
export interface DataTable {
	id: string;
	insert(rows: Row[]): Promise<void>;
	rows(): Promise<Row[]>;
	/** Gives these values to every row. */
	update(values: Row): Promise<void>;
	clear(): Promise<void>;
}

/** The most that n8n returns at once. */
const page = 250;
const rowsAtOnce = 1_000;
const every = { type: 'and', filters: [{ columnName: 'id', condition: 'gt', value: 0 }] };

/** The table of exactly that name, which a workflow has created; n8n finds those whose names have it as a part. */
export async function dataTable(editor: Editor, name: string): Promise<DataTable> {
	const tables = await pathOfTables(editor);
	const filter = encodeURIComponent(JSON.stringify({ name }));
	const { data } = await editor.rest<{ data: Table[] }>('GET', `${tables}?filter=${filter}`);
	const table = data.find((one) => one.name === name);
	if (!table) throw new Error(`No table ${name}`);
	return tableAt(editor, tables, table.id);
}

/** Creates a table with what a node that creates tables has as its parameters. */
export async function createDataTable(
	editor: Editor,
	{ tableName, columns }: INodeParameters,
): Promise<DataTable> {
	const tables = await pathOfTables(editor);
	const body = { name: tableName, columns: Object(columns).column };
	const { id } = await editor.rest<Table>('POST', tables, body);
	return tableAt(editor, tables, id);
}

async function pathOfTables({ rest }: Editor): Promise<string> {
	const { id: project } = await rest<{ id: string }>('GET', '/projects/personal');
	return `/projects/${project}/data-tables`;
}

function tableAt({ rest }: Editor, tables: string, id: string): DataTable {
	const table = `${tables}/${id}`;
	return {
		id,
		insert: async (rows) => {
			for (let start = 0; start < rows.length; start += rowsAtOnce) {
				const some = rows.slice(start, start + rowsAtOnce);
				await rest('POST', `${table}/insert`, { data: some, returnType: 'count' });
			}
		},
		rows: async () => {
			const all: Row[] = [];
			for (;;) {
				const path = `${table}/rows?take=${page}&skip=${all.length}&sortBy=id:asc`;
				const { data: some, count } = await rest<{ data: Row[]; count: number }>('GET', path);
				all.push(...some);
				if (all.length >= count) return all;
			}
		},
		update: async (values) =>
			void (await rest('PATCH', `${table}/rows`, { filter: every, data: values })),
		clear: async () => {
			const filterAll = encodeURIComponent(JSON.stringify(every));
			await rest('DELETE', `${table}/rows?filter=${filterAll}`);
		},
	};
}
