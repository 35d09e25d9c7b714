/* eslint-disable @n8n/community-nodes/no-restricted-imports -- makes a certificate for a server on loopback */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { generate } from 'selfsigned';

import { temporaryFolder } from '../e2e/guarded';

/** Writes a file with a key and a self-signed certificate of 127.0.0.1, which is valid for a day. */
export async function createCertificate(): Promise<string> {
	const extensions = [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }];
	const options = { days: 1, keySize: 2_048, algorithm: 'sha256', extensions };
	const { cert, private: key } = generate([{ name: 'commonName', value: 'loopback' }], options);
	const file = join(await temporaryFolder('certificate'), 'loopback.pem');
	await writeFile(file, cert + key);
	return file;
}
