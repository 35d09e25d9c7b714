const base = require('../../jest.config.js');

process.env.TEST_SCALE = '25';

/** What needs size: minutes, a machine that is not busy, and processes of its own. @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test'],
	testMatch: [
		'<rootDir>/test/scale/*.test.ts',
		'<rootDir>/test/bench/*.test.ts',
		'<rootDir>/test/engine/{parameterConstraints,faults,fetchFromLists,operationErrors,operations,itemOrder}.test.ts',
		'<rootDir>/test/engine/{assumeRole,trigger,triggerHistory}.test.ts',
		'<rootDir>/test/credentials/signing/otherSigners.test.ts',
		'<rootDir>/test/masked-calls/openSession.test.ts',
	],
	testPathIgnorePatterns: ['/node_modules/'],
	// One suite after the other.
	maxWorkers: 1,
	testTimeout: 1_800_000,
};
