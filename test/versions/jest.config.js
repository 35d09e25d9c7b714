const shared = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// The workflows come from helpers that load n8n's engine.
	setupFiles: ['<rootDir>/../support/engine/environment.js'],
	setupFilesAfterEnv: ['<rootDir>/../support/closeAfterTests.ts'],
	transform: shared.transform,
	transformIgnorePatterns: shared.transformIgnorePatterns,
	verbose: true,
	testTimeout: 600_000,
};
