const { availableParallelism } = require('node:os');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: '<rootDir>/test/support/runner/environment.js',
	runtime: '<rootDir>/test/support/runner/runtime.js',
	// Also where there are only two cores: the tests have most of the time to themselves.
	maxWorkers: Math.max(2, availableParallelism() - 1),
	roots: ['<rootDir>/credentials', '<rootDir>/nodes', '<rootDir>/test'],
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/bench/',
		'<rootDir>/test/clients/',
		'<rootDir>/test/e2e/',
		'<rootDir>/test/scale/',
		'<rootDir>/test/versions/',
	],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/test/support/n8n/package.json',
		'<rootDir>/test/versions/package.json',
	],
	setupFilesAfterEnv: ['<rootDir>/test/support/closeAfterTests.ts'],
	transform: {
		'\\.(ts|js)$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	// These two are published as ES modules only.
	transformIgnorePatterns: ['/node_modules/(?!(p-limit|yocto-queue)/)'],
	collectCoverage: Boolean(process.env.CI),
	// No files: the build copies every picture that it finds.
	coverageReporters: ['text'],
	collectCoverageFrom: ['credentials/**/*.ts', 'nodes/**/*.ts'],
	coverageThreshold: { global: { branches: 95, functions: 100, lines: 98 } },
	testTimeout: 300_000,
};
