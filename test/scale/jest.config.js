const base = require('../../jest.config.js');

process.env.TEST_SCALE ??= '10';

/** The suites of every run with tests that grow; of these, nothing else is run (test/support/scale.ts). */
const scaled = [
	'credentials/longInputs',
	'credentials/signing/otherSigners',
	'engine/assumeRole',
	'engine/faults',
	'engine/fetchFromLists',
	'engine/itemOrder',
	'engine/operationErrors',
	'engine/operations',
	'engine/redactedPhoneNumbers',
	'engine/triggerHistory',
	'masked-calls/openSession',
	'nodes/AwsChimeSdkVoice/longInputs',
];

/** What needs size: minutes, and processes of its own. @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test'],
	testMatch: [
		'<rootDir>/test/{bench,scale}/*.test.ts',
		...scaled.map((suite) => `<rootDir>/test/${suite}.test.ts`),
	],
	testPathIgnorePatterns: ['/node_modules/'],
	collectCoverage: false,
	maxWorkers: 2,
	testTimeout: 1_800_000,
};
