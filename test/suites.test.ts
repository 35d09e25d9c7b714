import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.ts'))
	.map((name) => ({ name, text: readFileSync(join(__dirname, name), 'utf8') }));
const filesWith = (pattern: RegExp) =>
	files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

test('the large run has every suite with a test that grows, and no other', () => {
	const { testMatch } = jest.requireActual<{ testMatch: string[] }>('./scale/jest.config.js');
	const suites = testMatch.map((path) => path.replace('<rootDir>/test/', ''));
	const scaled = filesWith(/\bscaledTest(\.each)?\(/);
	expect(suites).toEqual(['{bench,scale}/*.test.ts', ...scaled.sort()]);
});

test('every generated test reports its first case that fails', () => {
	expect(filesWith(/^import (?!type).* from 'fast-check'/m)).toEqual(['support/fastCheck.ts']);
});
