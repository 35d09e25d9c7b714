/* eslint-disable @n8n/community-nodes/no-restricted-imports -- makes a certificate for a server on loopback */
import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { temporaryFolder } from '../e2e/guarded';

/** An element of ASN.1 in DER: its tag, its length, and what it holds. */
function element(tag: number, ...parts: Buffer[]): Buffer {
	const content = Buffer.concat(parts);
	const size = content.length;
	const length = size < 128 ? [size] : [0x82, size >> 8, size & 0xff];
	return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: Buffer[]) => element(0x30, ...parts);
const hex = (digits: string) => Buffer.from(digits, 'hex');
const time = (at: number) =>
	element(0x17, Buffer.from(new Date(at).toISOString().replace(/^..|[-:T]|\.\d+/g, '')));
const pem = (content: Buffer) =>
	`-----BEGIN CERTIFICATE-----\n${content.toString('base64')}\n-----END CERTIFICATE-----\n`;

/** Writes a file with a key and a certificate of 127.0.0.1 that the key has signed itself, for a day. */
export async function createCertificate(): Promise<string> {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const [serial, version] = [hex('020101'), hex('a003020102')];
	const ecdsaWithSha256 = sequence(hex('06082a8648ce3d040302'));
	const commonName = sequence(hex('0603550403'), element(0x0c, Buffer.from('loopback')));
	const name = sequence(element(0x31, commonName));
	const validity = sequence(time(Date.now() - 3_600_000), time(Date.now() + 86_400_000));
	const key = publicKey.export({ type: 'spki', format: 'der' });
	const addresses = sequence(hex('0603551d11'), element(0x04, sequence(hex('87047f000001'))));
	const extensions = element(0xa3, sequence(addresses));
	const parts = [version, serial, ecdsaWithSha256, name, validity, name, key, extensions];
	const content = sequence(...parts);
	const signature = element(0x03, hex('00'), sign('sha256', content, privateKey));
	const file = join(await temporaryFolder('certificate'), 'loopback.pem');
	const certificate = pem(sequence(content, ecdsaWithSha256, signature));
	await writeFile(file, certificate + privateKey.export({ type: 'pkcs8', format: 'pem' }));
	return file;
}
