const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { build } = require('rolldown');

/** The files that need a package which n8n does not bring: each gets its own copy of what it uses. */
const entryPoints = ['credentials/sign.ts', 'nodes/AwsChimeSdkVoice/send.ts'];

/**
 * Bundles the packages into the compiled files, so that the published package has no run-time
 * dependencies, and writes the licences of what was bundled.
 */
async function bundle() {
	const modules = new Set();
	for (const input of entryPoints) {
		const { output } = await build({
			input,
			// Built for Node, the AWS packages bring in code that reads files and the environment.
			platform: 'browser',
			external: (id, importer) => isFromOutside(id) || isOwnFile(id, importer),
			output: {
				file: join('dist', input.replace(/\.ts$/, '.js')),
				format: 'cjs',
				comments: false,
				// Smaller, and still to be read: names and lines stay.
				minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
			},
		});
		const used = Object.entries(output[0].modules).filter(
			([, module]) => module.renderedLength > 0,
		);
		used.forEach(([id]) => modules.add(id));
	}
	writeFileSync('THIRD_PARTY_LICENSES.txt', licences(modules));
}

function isFromOutside(id) {
	return id === 'n8n-workflow';
}

function isOwnFile(id, importer) {
	return id.startsWith('.') && !importer.includes('node_modules');
}

/** Each text once, under the packages that come with it and their copyright lines. */
function licences(modules) {
	const folders = [...modules].map((id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]);
	const sections = new Map();
	for (const folder of [...new Set(folders)].filter(Boolean).sort()) {
		const { name, version, license } = JSON.parse(
			readFileSync(join(folder, 'package.json'), 'utf8'),
		);
		const text = licenceText(folder);
		const copyright = /^\s*(Copyright (?:\(c\)|\d{4}).*)$/im.exec(text)?.[1];
		const wording = text
			.replace(/^\s*Copyright .*$/gim, '')
			.replace(/\s+/g, ' ')
			.trim();
		const section = sections.get(wording) ?? { packages: [], text };
		section.packages.push(
			[`${name} ${version} (${license})`, copyright].filter(Boolean).join(', '),
		);
		sections.set(wording, section);
	}
	return [...sections.values()]
		.map(({ packages, text }) => `${packages.join('\n')}\n\n${text}\n`)
		.join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceText(folder) {
	const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
	if (!file) throw new Error(`${folder} comes without the text of its licence`);
	return readFileSync(join(folder, file), 'utf8').trim();
}

exports.default = bundle;
