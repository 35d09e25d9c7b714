import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import * as ts from 'typescript';

import { resources } from '../nodes/AwsChimeSdkVoice/resources';
import { listsOf, sentFieldsOf } from '../nodes/AwsChimeSdkVoice/resources/properties';

const node = 'nodes/AwsChimeSdkVoice';

/** From the top down. A file imports from its own layer and from those below it. */
const layers = [
	[`${node}/AwsChimeSdkVoice.node.ts`, `${node}/AwsChimeSdkVoiceTrigger.node.ts`],
	[`${node}/trigger/`],
	[
		`${node}/execute.ts`,
		`${node}/bulkJobs.ts`,
		`${node}/lookUp.ts`,
		`${node}/job.ts`,
		`${node}/listSearch/`,
	],
	[`${node}/outputs/`],
	[`${node}/errors/`],
	[`${node}/transport/`],
	[`${node}/resources/`],
	[`${node}/parameters/`],
];

const files = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name)),
);
const sources = new Map(
	files.map((file) => [
		file,
		ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true),
	]),
);
const layerOf = (file: string) =>
	layers.findIndex((layer) => layer.some((place) => file.startsWith(place)));

/** The files of the package that a file imports, those of types alone too. */
function importsOf(file: string, source: ts.SourceFile): string[] {
	const paths = source.statements.flatMap((statement) =>
		(ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
		statement.moduleSpecifier &&
		ts.isStringLiteral(statement.moduleSpecifier)
			? [statement.moduleSpecifier.text]
			: [],
	);
	return paths.filter((path) => path.startsWith('.')).map((path) => resolve(dirname(file), path));
}

function resolve(folder: string, path: string): string {
	const found = [`${path}.ts`, `${path}/index.ts`]
		.map((name) => join(folder, name))
		.find((name) => existsSync(name));
	if (!found) throw new Error(`${folder} imports ${path}, which is no file.`);
	return found;
}

const imports = new Map([...sources].map(([file, source]) => [file, importsOf(file, source)]));

/** The files from a file along imports back to itself; undefined where there is no way back. */
function circleThrough(start: string): string[] | undefined {
	const ways = [[start]];
	const seen = new Set<string>();
	for (const way of ways) {
		for (const next of imports.get(way[way.length - 1]) ?? []) {
			if (next === start) return [...way, start];
			if (!seen.has(next)) ways.push([...way, next]);
			seen.add(next);
		}
	}
	return undefined;
}

const depthOf = (each: ts.Node): number => {
	const isNesting =
		ts.isIfStatement(each) || ts.isIterationStatement(each, false) || ts.isTryStatement(each);
	// `else if` is no deeper than the `if` that it belongs to.
	const isElseIf =
		ts.isIfStatement(each) && ts.isIfStatement(each.parent) && each.parent.elseStatement === each;
	return isNesting && !isElseIf ? 1 : 0;
};

function deepest(each: ts.Node): number {
	let most = 0;
	each.forEachChild((child) => {
		most = Math.max(most, deepest(child));
	});
	return most + depthOf(each);
}

function nodesOf(each: ts.Node): ts.Node[] {
	const inner: ts.Node[] = [];
	each.forEachChild((child) => void inner.push(...nodesOf(child)));
	return [each, ...inner];
}

const lines = (each: ts.Node) => each.getText().split('\n').length;

test('there are sources, and every file of the node has its layer', () => {
	expect(files.length).toBeGreaterThan(40);
	const inNode = files.filter((file) => file.startsWith('nodes/'));
	expect(inNode.filter((file) => layerOf(file) === -1)).toEqual([]);
});

describe.each(files)('%s', (file) => {
	const source = sources.get(file)!;
	const all = nodesOf(source);

	test('imports from its own layer and those below it only', () => {
		const upwards = imports.get(file)!.filter((other) => layerOf(other) < layerOf(file));
		expect(upwards).toEqual([]);
		const roots = imports.get(file)!.map((other) => other.split('/')[0]);
		expect(new Set([...roots, file.split('/')[0]]).size).toBe(1);
	});

	test('is in no circle of imports', () => {
		expect(circleThrough(file)).toBeUndefined();
	});

	test('is small: 200 lines, functions of 40 lines, nesting of 3', () => {
		expect(lines(source)).toBeLessThanOrEqual(200);
		const functions = all.filter(ts.isFunctionLike);
		const long = functions.filter((each) => lines(each) > 40).map((each) => each.getText());
		expect(long).toEqual([]);
		const nested = functions.filter((each) => deepest(each) > 3).map((each) => each.getText());
		expect(nested).toEqual([]);
	});

	test('has no `any`, and switches no rule off', () => {
		expect(all.some((each) => each.kind === ts.SyntaxKind.AnyKeyword)).toBe(false);
		expect(source.text).not.toMatch(/eslint-disable|@ts-(ignore|expect-error|nocheck)/);
	});
});

test('names of AWS stand in the records of the resources only', () => {
	const operations = resources.flatMap((resource) => resource.operations);
	const fields = operations.flatMap((operation) => sentFieldsOf(operation.fields));
	const lists = listsOf(resources);
	const names = new Set(
		[
			...operations.map(({ awsName }) => awsName),
			...lists.flatMap(({ awsName, entries, idField }) => [awsName, entries, idField]),
			...fields.flatMap(({ awsName, property }) => [...awsName.split(/\W+/), property.name]),
		].filter((name) => /[a-z][A-Z]/.test(name)),
	);
	expect(names.size).toBeGreaterThan(20);
	const elsewhere = files.filter((file) => file.startsWith(node) && !file.includes('/resources/'));
	const found = elsewhere.flatMap((file) =>
		nodesOf(sources.get(file)!)
			.filter((each) => ts.isIdentifier(each) || ts.isStringLiteralLike(each))
			.filter((each) => names.has(each.text))
			.map((each) => `${file}: ${each.text}`),
	);
	expect(found).toEqual([]);
});
