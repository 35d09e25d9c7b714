import * as parser from '@typescript-eslint/parser';
import { Linter } from 'eslint';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources } from '../nodes/AwsChimeSdkVoice/resources';
import { listsOf, sentFieldsOf } from '../nodes/AwsChimeSdkVoice/resources/properties';

const files = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts'))
		.map((name) => join(folder, name)),
);

/** AWS's names of operations, lists and fields. One without an inner capital can be any word. */
function namesOfAws(): string[] {
	const operations = resources.flatMap((resource) => resource.operations);
	const fields = operations.flatMap((operation) => sentFieldsOf(operation.fields));
	const names = [
		...operations.map(({ awsName }) => awsName),
		...listsOf(resources).flatMap(({ awsName, entries, idField }) => [awsName, entries, idField]),
		...fields.flatMap(({ awsName, property }) => [...awsName.split(/\W+/), property.name]),
	];
	return names.filter((name) => /[a-z][A-Z]/.test(name));
}

const noAny = { selector: 'TSAnyKeyword', message: '`any` checks nothing.' };
const noNamesOfAws = ['Identifier[name=', 'Literal[value=', 'TemplateElement[value.raw='].map(
	(beginning) => ({
		selector: `${beginning}/^(${namesOfAws().join('|')})$/]`,
		message: 'Names of AWS belong in resources/.',
	}),
);

const rules: Linter.Config[] = [
	{
		files: ['**/*.ts'],
		languageOptions: { parser },
		linterOptions: { noInlineConfig: true },
		rules: {
			'max-lines': ['error', 200],
			'max-lines-per-function': ['error', { max: 40, IIFEs: true }],
			'max-depth': ['error', 3],
			'no-restricted-syntax': ['error', noAny],
			'no-warning-comments': [
				'error',
				{ terms: ['@ts-expect-error', '@ts-ignore', '@ts-nocheck'], location: 'anywhere' },
			],
		},
	},
	{
		files: ['nodes/**'],
		ignores: ['**/resources/**'],
		rules: { 'no-restricted-syntax': ['error', noAny, ...noNamesOfAws] },
	},
];

test('every file is small, switches no rule off, and leaves the names of AWS to the records', () => {
	const linter = new Linter();
	const found = files.flatMap((file) =>
		linter
			.verify(readFileSync(file, 'utf8'), rules, file)
			.map(({ line, message }) => `${file}:${line} ${message}`),
	);
	expect(files.length).toBeGreaterThan(40);
	expect(found).toEqual([]);
});
