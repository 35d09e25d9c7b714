import {
	Expression,
	setSafeRegexEngine,
	type IDataObject,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';

import { createReader } from '../../../../nodes/AwsChimeSdkVoice/parameters/reader';
import { expressionEngineOf, startExpressions } from '../../../support/engine/expressions';
import { itemSource, outputsOf, startWorkflow } from '../../../support/engine/engine';
import fc from '../../../support/fastCheck';
import { connect, node } from '../../../support/workflow';

/** "vm" is n8n's default, and needs n8n's own Node.js: the end-to-end tests run this file with it. */
const isVm = process.env.EXPRESSION_ENGINE === 'vm';

/** n8n ends a regular expression after 250 ms. Here it has the time that a busy machine needs. */
setSafeRegexEngine({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, by) => input.replace(new RegExp(pattern, flags), by),
	matchAll: (pattern, input, flags) => [...input.matchAll(new RegExp(pattern, flags))],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});

beforeAll(async () => {
	if (!isVm) return;
	expect(expressionEngineOf(process.versions.node)).toBe('vm');
	await startExpressions(process.versions.node);
});

afterAll(async () => {
	if (isVm) await Expression.disposeExpressionEngine();
});

/** What the reader gives for a parameter beside what n8n gives, and how often n8n was called. */
interface Reading {
	own: string;
	n8ns: string;
	calls: number;
}

/** A locator, and a text, each as the properties of the node have them. */
const idProperty: INodeProperties = {
	displayName: 'ID',
	name: 'id',
	type: 'resourceLocator',
	default: { mode: 'id', value: '' },
	modes: [
		{ displayName: 'By ID', name: 'id', type: 'string' },
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			extractValue: { type: 'regex', regex: '^https://example.com/(\\w+)$' },
		},
	],
};
const textProperty: INodeProperties = {
	displayName: 'Text',
	name: 'text',
	type: 'string',
	default: '',
};
const choicesProperty: INodeProperties = {
	displayName: 'Choices',
	name: 'choices',
	type: 'multiOptions',
	options: ['a', 'b'].map((value) => ({ name: value, value })),
	default: [],
};
const pairProperty: INodeProperties = {
	displayName: 'Pair',
	name: 'pair',
	type: 'collection',
	options: [textProperty, { ...textProperty, name: 'value' }],
	default: {},
};
const checkedProperty: INodeProperties = {
	...textProperty,
	name: 'checked',
	type: 'number',
	validateType: 'number',
};
const properties = [idProperty, textProperty, choicesProperty, pairProperty, checkedProperty];

/** Reads one of its parameters for every item, in n8n's engine. */
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
		properties: [...properties, { ...textProperty, name: 'reads' }],
	},
	async execute() {
		const original = this.getNodeParameter.bind(this);
		const getNodeParameter = jest.spyOn(this, 'getNodeParameter');
		const read = createReader(this, properties);
		const name = String(original('reads', 0));
		const readings = this.getInputData().map((_, item) => {
			getNodeParameter.mockClear();
			const own = outcome(() => read(name, item));
			const count = getNodeParameter.mock.calls.length;
			const n8ns = outcome(() => original(name, item, undefined, { extractValue: true }));
			return { json: { own, n8ns, calls: count }, pairedItem: { item } };
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

/** Of a text, a locator, or any other of the probe's parameters by name. */
async function readings(
	given: string | ReturnType<typeof locator> | INodeParameters,
	items: IDataObject[],
): Promise<Reading[]> {
	const isLocator = typeof given === 'object' && '__rl' in given;
	const parameters: INodeParameters =
		typeof given === 'string' ? { text: given } : isLocator ? { id: given } : given;
	const run = await startWorkflow(
		{
			nodeTypes: { 'test.items': itemSource, 'test.probe': probe },
			credentialTypes: {},
			credentials: {},
		},
		{
			nodes: [
				node('Items', ['test.items', 1], { items: JSON.stringify(items) }),
				node('Probe', ['test.probe', 1], { ...parameters, reads: Object.keys(parameters)[0] }),
			],
			connections: connect({ Items: [['Probe']] }),
		},
	);
	if (run.data.resultData.error) throw run.data.resultData.error;
	return outputsOf(run, 'Probe')
		.flat()
		.map(({ json: { own, n8ns, calls } }) => ({
			own: String(own),
			n8ns: String(n8ns),
			calls: Number(calls),
		}));
}

const locator = (value: string, mode = 'id') => ({ __rl: true, mode, value });
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
			const [{ own, n8ns, calls }] = await readings(parameter, [text]);
			expect({ own, calls }).toEqual({ own: n8ns, calls: 0 });
			expect(own).toMatch(/^string "\w"$/);
		}
	});
});

describe('everything else is left to n8n', () => {
	const item = {
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
			const [{ own, n8ns, calls }] = await readings(parameter, [item]);
			expect({ own, calls }).toEqual({ own: n8ns, calls: 1 });
		}
	});
});

describe('what n8n checks or changes after the expression is resolved is left to n8n', () => {
	const item = {
		id: 'a',
		cap: 'a',
		list: 'a, b',
		url: 'https://example.com/abc',
		constructorId: 'a',
		number: '7',
		'constructor x': 'a',
	};
	it.each<[string, INodeParameters]>([
		['a list with one expression', { choices: ['={{ $json.cap }}'] }],
		['a choice by expression', { choices: '={{ $json.list }}' }],
		['a field of a collection called value', { pair: { value: '={{ $json.id }}', text: '2' } }],
		['a field of a collection', { pair: { text: '={{ $json.id }}' } }],
		['a mode that takes the ID out of a URL', { id: locator('={{ $json.url }}', 'url') }],
		['the same with no URL', { id: locator('={{ $json.id }}', 'url') }],
		['a mode that there is not', { id: locator('={{ $json.id }}', 'name') }],
		['no locator, but alike', { id: { value: '={{ $json.id }}', mode: 'id' } }],
		['a number', { checked: '={{ $json.number }}' }],
		['no number', { checked: '={{ $json.id }}' }],
		['a name that n8n takes for a constructor', { text: '={{ $json.constructorId }}' }],
		['the same in a locator', { id: locator('={{ $json.constructorId }}') }],
		['the same in brackets', { text: '={{ $json["constructor x"] }}' }],
	])('%s', async (_what, parameters) => {
		const found = await readings(parameters, [item, { ...item, id: 7 }]);
		for (const { own, n8ns } of found) expect(own).toBe(n8ns);
	});
});

it('a parameter without an expression is read once', async () => {
	const all = await readings(locator('plain'), [{}, {}, {}]);
	expect(all.map(({ calls }) => calls)).toEqual([1, 0, 0]);
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
});
