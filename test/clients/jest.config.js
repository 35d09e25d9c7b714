const shared = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...shared,
	rootDir: '../..',
	roots: ['<rootDir>/test/clients'],
	testPathIgnorePatterns: ['/node_modules/'],
	collectCoverage: false,
	verbose: true,
};
