const shared = require('../../jest.config.js');

/** The suites in one n8n, which is started before the first of them, and only for them. */
const inOneN8n = [
	'firstWorkflow',
	'maskedCalls',
	'maskedCallsInEditor',
	'otherNodes',
	'recipes',
	'telephony',
].map((suite) => `<rootDir>/${suite}.test.ts`);

/** @type {import('jest').Config} */
const project = {
	rootDir: __dirname,
	testEnvironment: 'node',
	setupFilesAfterEnv: ['<rootDir>/../support/closeAfterTests.ts'],
	transform: shared.transform,
	transformIgnorePatterns: shared.transformIgnorePatterns,
};

/** @type {import('jest').Config} */
module.exports = {
	// One test after the other.
	maxWorkers: 1,
	verbose: true,
	// An installation and many sessions take minutes on a slow machine.
	testTimeout: 1_800_000,
	projects: [
		{
			...project,
			testMatch: inOneN8n,
			globalSetup: '<rootDir>/globalSetup.ts',
			globalTeardown: '<rootDir>/globalTeardown.ts',
		},
		{ ...project, testPathIgnorePatterns: inOneN8n },
	],
};
