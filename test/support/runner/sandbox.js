require('../engine/environment');

/** A realm for one file of tests, in which n8n is loaded anew: for what n8n reads only then. */
module.exports = require('jest-environment-node').TestEnvironment;
