const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

require('../engine/environment');

/** What jest adds for one file of tests, and would find again in the next. */
const ofOneFile = /JEST_STATE_SYMBOL|EVENT_HANDLERS|RETRY|TEST_TIMEOUT/;

/**
 * Runs the tests of all files in the worker's own realm, so that n8n's packages, some 2,000 files, are
 * loaded once a worker. In a realm of its own, each file of tests would load them anew.
 */
module.exports = class {
	constructor({ projectConfig: config }) {
		const global = globalThis;
		this.global = global;
		this.isShared = true;
		this.moduleMocker = new ModuleMocker(global);
		const timerConfig = { idToRef: (id) => id, refToId: (timer) => timer };
		this.fakeTimers = new LegacyFakeTimers({
			...{ config, global, timerConfig },
			moduleMocker: this.moduleMocker,
		});
		this.fakeTimersModern = new ModernFakeTimers({ config, global });
		this.console = global.console;
		this.exit = process.exit;
		this.env = { ...process.env };
	}

	async setup() {}

	async teardown() {
		this.fakeTimersModern.useRealTimers();
		this.moduleMocker.restoreAllMocks();
		for (const key of Reflect.ownKeys(globalThis))
			if (key === '__coverage__' || (typeof key === 'symbol' && ofOneFile.test(String(key))))
				Reflect.deleteProperty(globalThis, key);
		for (const name of Object.keys(process.env)) if (!(name in this.env)) delete process.env[name];
		Object.assign(process.env, this.env);
		globalThis.console = this.console;
		process.exit = this.exit;
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return globalThis;
	}
};
