const { readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { build } = require('rolldown');

const { n8n } = require('./package.json');

const xmlParser = require.resolve('@aws-sdk/xml-builder/dist-es/xml-parser.js');

/** The sources of what n8n loads, by the paths in package.json. */
const entryPoints = [...n8n.credentials, ...n8n.nodes].map((path) =>
	path.replace(/^dist\/(.*)\.js$/, '$1.ts'),
);

/**
 * Bundles what n8n loads, and everything that it needs but n8n does not bring, so that the published
 * package has no run-time dependencies. Code that two of them need goes into a file that both load.
 * Writes the licences of the bundled packages.
 */
async function bundle() {
	for (const file of scriptsIn('dist')) rmSync(file);
	const { output } = await build({
		input: Object.fromEntries(entryPoints.map((file) => [file.replace(/\.ts$/, ''), file])),
		// Built for Node, the AWS packages bring in code that reads files and the environment.
		platform: 'browser',
		external: ['n8n-workflow'],
		// In the place of its parser for browsers, which needs their DOMParser.
		resolve: { alias: { '@aws-sdk/xml-builder': xmlParser } },
		output: {
			dir: 'dist',
			entryFileNames: '[name].js',
			chunkFileNames: 'shared/[name].js',
			format: 'cjs',
			comments: false,
			strict: true,
			// Smaller, and still readable: names and lines stay.
			minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
		},
	});
	const used = output.flatMap(({ modules = {} }) =>
		Object.entries(modules).filter(([, module]) => module.renderedLength > 0),
	);
	writeFileSync('THIRD_PARTY_LICENSES.txt', licences(new Set(used.map(([id]) => id))));
}

function scriptsIn(folder) {
	return readdirSync(folder, { recursive: true })
		.filter((name) => name.endsWith('.js'))
		.map((name) => join(folder, name));
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
