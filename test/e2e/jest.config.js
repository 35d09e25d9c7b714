const shared = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	setupFilesAfterEnv: ['<rootDir>/../support/closeAfterTests.ts'],
	transform: shared.transform,
	transformIgnorePatterns: shared.transformIgnorePatterns,
	// One n8n, one test after the other.
	maxWorkers: 1,
	verbose: true,
	// An installation and many sessions take minutes on a slow machine.
	testTimeout: 1_800_000,
};
