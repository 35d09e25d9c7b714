import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { generate } from 'selfsigned';

import { temporaryFolder } from './n8n/guarded';

/** Writes a file with a key and a self-signed certificate (ECDSA, P-256) of 127.0.0.1, which is valid for a day. */
export async function createCertificate(): Promise<string> {
	const { cert, private: key } = await generate([{ name: 'commonName', value: 'loopback' }], {
		notAfterDate: new Date(Date.now() + 86_400_000),
		keyType: 'ec',
		curve: 'P-256',
		algorithm: 'sha256',
		extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
	});
	const file = join(await temporaryFolder('certificate'), 'loopback.pem');
	await writeFile(file, `${cert}\n${key}\n`);
	return file;
}
