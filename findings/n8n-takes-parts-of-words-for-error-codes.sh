#!/usr/bin/env bash
# n8n's errors look for the names of system errors anywhere in a message, in any case, also inside of words:
# "preexisting" holds EEXIST. n8n then shows a sentence about files in the place of what the service said.
# The same happens to a message that merely speaks of such an error.
#
# Seen with n8n-workflow 2.41.0, Node.js 20.20.2.
# Installs it into a temporary folder, and fails when what is printed changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts n8n-workflow@2.41.0

cat >words.js <<'EOF'
const { NodeApiError, NodeOperationError } = require('n8n-workflow');

const node = {
	id: '1',
	name: 'Node',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
const sentences = [
	'Remove the existing rule of this number first.',
	'Remove the preexisting rule of this number first.',
	'Our status page explains ENOTFOUND and other words.',
];
for (const said of sentences) {
	console.log(`said:               ${said}`);
	console.log(`NodeApiError:       ${new NodeApiError(node, { message: said }).message}`);
	console.log(`NodeOperationError: ${new NodeOperationError(node, said).message}`);
}
EOF
node words.js >seen.txt
cat seen.txt

cat >expected.txt <<'EOF'
said:               Remove the existing rule of this number first.
NodeApiError:       Remove the existing rule of this number first.
NodeOperationError: Remove the existing rule of this number first.
said:               Remove the preexisting rule of this number first.
NodeApiError:       The file or directory already exists
NodeOperationError: The file or directory already exists
said:               Our status page explains ENOTFOUND and other words.
NodeApiError:       The connection cannot be established, this usually occurs due to an incorrect host (domain) value
NodeOperationError: The connection cannot be established, this usually occurs due to an incorrect host (domain) value
EOF
diff expected.txt seen.txt && echo 'As described.'
