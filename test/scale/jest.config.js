const base = require('../../jest.config.js');

/** What needs size: minutes, a machine that is not busy, and processes of its own. @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/scale'],
	testPathIgnorePatterns: ['/node_modules/'],
	// One suite after the other.
	maxWorkers: 1,
	testTimeout: 600_000,
};
