#!/usr/bin/env bash
# jest runs each file of tests in a realm of its own (testEnvironment "node"), where the errors of Node's
# http module are no instances of the realm's Error. AWS's SDK for JavaScript then reports a broken
# connection and a response that is not HTTP without the code of Node.js, which it has in plain Node.js:
# a test of error handling inside jest sees something that no user ever sees.
#
# Seen with jest 30.5.2, @aws-sdk/client-chime-sdk-voice 3.1142.0, Node.js 20.20.2.
# Installs both into a temporary folder, and fails when what is printed changes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' >package.json
npm install --silent --no-audit --no-fund --ignore-scripts jest@30.5.2 @aws-sdk/client-chime-sdk-voice@3.1142.0

cat >codes.js <<'EOF'
const { createServer } = require('node:net');
const { ChimeSDKVoiceClient, GetVoiceConnectorCommand } = require('@aws-sdk/client-chime-sdk-voice');

const responses = {
	'a body that breaks off': 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
	'a response that is not HTTP': 'no HTTP\r\n\r\n',
};

async function codeOf(response) {
	const server = createServer((socket) => {
		socket.on('error', () => {});
		socket.once('data', () => socket.end(response));
	});
	await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
	const client = new ChimeSDKVoiceClient({
		region: 'us-east-1',
		endpoint: `http://127.0.0.1:${server.address().port}`,
		credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
		maxAttempts: 1,
	});
	try {
		await client.send(new GetVoiceConnectorCommand({ VoiceConnectorId: 'a' }));
		return 'a success';
	} catch (error) {
		return `code ${error.code}, name ${error.name}`;
	} finally {
		client.destroy();
		server.close();
	}
}

exports.codes = async (where) => {
	const lines = [];
	for (const [title, response] of Object.entries(responses))
		lines.push(`${where}, ${title}: ${await codeOf(response)}`);
	return lines.join('\n');
};
EOF
cat >codes.test.js <<'EOF'
test('codes', async () => {
	require('node:fs').writeFileSync('in-jest.txt', `${await require('./codes').codes('in jest')}\n`);
});
EOF

node -e "require('./codes').codes('in Node.js').then(console.log)" 2>/dev/null >seen.txt
npx jest --silent >jest.log 2>&1 || { cat jest.log; exit 1; }
cat in-jest.txt >>seen.txt
cat seen.txt

cat >expected.txt <<'EOF'
in Node.js, a body that breaks off: code ECONNRESET, name Error
in Node.js, a response that is not HTTP: code HPE_INVALID_CONSTANT, name Error
in jest, a body that breaks off: code undefined, name Error
in jest, a response that is not HTTP: code undefined, name Error
EOF
diff expected.txt seen.txt && echo 'As described.'
