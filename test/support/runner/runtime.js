const { createRequire } = require('node:module');
const { sep } = require('node:path');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const packages = `${sep}node_modules${sep}`;
/** Published as ES modules only, which jest converts. */
const converted = /node_modules.(p-limit|yocto-queue)\b/;

/** Where the realm is shared (environment.js), Node.js loads the packages, and each only once a worker. */
module.exports = class extends Runtime {
	constructor(...given) {
		super(...given);
		const [, environment] = given;
		this.isShared = environment.isShared === true;
		if (!this.isShared) return;
		const { executor } = this;
		executor.compile = (source, filename) =>
			compileFunction(source, executor.injectedModuleParameters, { filename });
	}

	requireModuleOrMock(from, name) {
		const isPackage = this.isShared && this.isPackage(from, name);
		return isPackage ? createRequire(from)(name) : super.requireModuleOrMock(from, name);
	}

	isPackage(from, name) {
		if (name === '@jest/globals' || this._resolution.isCoreModule(name)) return false;
		try {
			const path = this._resolution.resolveCjs(from, name);
			return path.includes(packages) && !converted.test(path);
		} catch {
			// Node.js says what is missing.
			return false;
		}
	}
};
