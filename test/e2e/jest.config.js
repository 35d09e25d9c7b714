/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	transform: {
		'\\.ts$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	// One n8n, one test after the other.
	maxWorkers: 1,
	verbose: true,
	testTimeout: 300_000,
};
