// Runs n8n's package scanner offline, on the sources and on an unpacked package: node test/support/scan.mjs FOLDER
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const [folder] = process.argv.slice(2);
const results = {
	sources: await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS),
	package: await analyzePackage(folder, ['**/*.js', 'package.json']),
};
for (const [what, { passed, message = '', details = '' }] of Object.entries(results)) {
	console.log(`${what}: ${passed ? 'passed' : `failed, ${message}`}${details}`);
}
process.exit(Object.values(results).every(({ passed }) => passed) ? 0 : 1);
