import fc from 'fast-check';
import type { IDataObject, INodeType, NodeParameterValueType } from 'n8n-workflow';

import { createReader } from '../../../nodes/AwsChimeSdkVoice/reader';
import { itemSource, outputsOf, startWorkflow } from '../../engine/engine';

const position: [number, number] = [0, 0];

/** What the reader gives for a parameter beside what n8n gives, and how often n8n was asked. */
interface Reading {
	own: string;
	n8ns: string;
	asked: number;
}

/** Reads its parameter `id` for every item, in n8n's engine. */
const probe: INodeType = {
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: 'Reads a parameter twice',
		defaults: { name: 'Probe' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [
			{
				displayName: 'ID',
				name: 'id',
				type: 'resourceLocator',
				default: { mode: 'id', value: '' },
				modes: [{ displayName: 'By ID', name: 'id', type: 'string' }],
			},
		],
	},
	async execute() {
		const original = this.getNodeParameter.bind(this);
		const asked = jest.spyOn(this, 'getNodeParameter');
		const read = createReader(this);
		const readings = this.getInputData().map((_, item) => {
			asked.mockClear();
			const own = outcome(() => read('id', item));
			const count = asked.mock.calls.length;
			const n8ns = outcome(() => original('id', item, undefined, { extractValue: true }));
			return { json: { own, n8ns, asked: count }, pairedItem: { item } };
		});
		return [readings];
	},
};

/** With its type, which a comparison as JSON would lose. */
function outcome(read: () => unknown): string {
	try {
		const value = read();
		return `${typeof value} ${JSON.stringify(value)}`;
	} catch (error) {
		return `thrown ${String(error)}`;
	}
}

async function readings(id: NodeParameterValueType, items: IDataObject[]): Promise<Reading[]> {
	const common = { position, typeVersion: 1 };
	const run = await startWorkflow(
		{
			nodeTypes: { 'test.items': itemSource, 'test.probe': probe },
			credentialTypes: {},
			credentials: {},
		},
		{
			nodes: [
				{
					...common,
					id: '1',
					name: 'Items',
					type: 'test.items',
					parameters: { items: JSON.stringify(items) },
				},
				{ ...common, id: '2', name: 'Probe', type: 'test.probe', parameters: { id } },
			],
			connections: { Items: { main: [[{ node: 'Probe', type: 'main', index: 0 }]] } },
		},
	);
	if (run.data.resultData.error) throw run.data.resultData.error;
	return outputsOf(run, 'Probe')
		.flat()
		.map(({ json: { own, n8ns, asked } }) => ({
			own: String(own),
			n8ns: String(n8ns),
			asked: Number(asked),
		}));
}

const locator = (value: string) => ({ __rl: true, mode: 'id', value });
const text = {
	id: 'a',
	'the id': 'b',
	deep: { id: 'c' },
	list: ['d'],
	'x-y': 'e',
	snake_case1: 'f',
};

describe('a field of the item is looked up', () => {
	it.each([
		'={{ $json.id }}',
		'={{$json.id}}',
		'={{   $json.id   }}',
		'={{ $json["the id"] }}',
		'={{ $json["x-y"] }}',
		'={{ $json.deep.id }}',
		'={{ $json["deep"].id }}',
		'={{ $json.list["0"] }}',
		'={{ $json.snake_case1 }}',
	])('%s', async (expression) => {
		for (const parameter of [expression, locator(expression)]) {
			const [{ own, n8ns, asked }] = await readings(parameter, [text]);
			expect({ own, asked }).toEqual({ own: n8ns, asked: 0 });
			expect(own).toMatch(/^string "\w"$/);
		}
	});
});

describe('everything else is left to n8n', () => {
	const odd = {
		number: 1,
		nothing: null,
		yes: true,
		object: { a: 1 },
		list: ['d'],
		date: '2026-01-01',
		constructor: 'own',
		prototype: 'own',
		toString: 'own',
	};
	it.each([
		'={{ $json.number }}',
		'={{ $json.nothing }}',
		'={{ $json.yes }}',
		'={{ $json.object }}',
		'={{ $json.missing }}',
		'={{ $json.missing.deeper }}',
		'={{ $json.date.length }}',
		'={{ $json.list.length }}',
		'={{ $json.constructor }}',
		'={{ $json["constructor"] }}',
		'={{ $json.prototype }}',
		'={{ $json.__proto__ }}',
		'={{ $json.hasOwnProperty }}',
		'={{ $json.date.toUpperCase() }}',
		'={{ $json.date + "x" }}',
		'={{ $json["date"] || "x" }}',
		'={{ $json.list[0] }}',
		"={{ $json['date'] }}",
		'={{ $json.date }} ',
		'= {{ $json.date }}',
		'=x{{ $json.date }}',
		'={{ $json.date }}{{ $json.date }}',
		'={{ $json. date }}',
		'={{ $json["da\\u0074e"] }}',
		'={{ }}',
		'={{ $json.',
		'=',
	])('%s', async (expression) => {
		for (const parameter of [expression, locator(expression)]) {
			const [{ own, n8ns, asked }] = await readings(parameter, [odd]);
			expect({ own, asked }).toEqual({ own: n8ns, asked: 1 });
		}
	});
});

it('a parameter without an expression is read once', async () => {
	const all = await readings(locator('plain'), [{}, {}, {}]);
	expect(all.map(({ asked }) => asked)).toEqual([1, 0, 0]);
	expect(all.map(({ own }) => own)).toEqual(all.map(({ n8ns }) => n8ns));
});

it('whatever the items are, the reader gives what n8n gives', async () => {
	const names = fc.constantFrom('id', 'a b', 'toString', 'constructor', 'valueOf', 'x', '0');
	const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean());
	const item = fc.dictionary(names, fc.oneof(value, fc.dictionary(names, value)));
	const path = fc.array(names, { minLength: 1, maxLength: 3 });
	await fc.assert(
		fc.asyncProperty(path, fc.array(item, { minLength: 1, maxLength: 5 }), async (keys, items) => {
			const expression = `={{ $json${keys.map((key) => `["${key}"]`).join('')} }}`;
			for (const { own, n8ns } of await readings(locator(expression), items))
				expect(own).toBe(n8ns);
		}),
		{ numRuns: 200 },
	);
}, 120_000);
