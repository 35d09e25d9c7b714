import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import type { Key } from '../support/chime/signature';
import { closeAtTheEnd } from '../support/cleanup';

/** The Python of Debian and Ubuntu, whose packages another one does not see. */
const python = '/usr/bin/python3';

/** AWS's client for Python, as Debian packages it, in a process of its own. */
export interface Botocore {
	version: string;
	/** The members of the input of each operation that it knows, by their names, by the operation. */
	operations: Record<string, Record<string, InputMember>>;
	/** Sends a request and returns what botocore makes of the response. */
	send(operation: string, input: object, service?: string): Promise<ClientReply>;
}

/** What botocore's model says of a member. */
export interface InputMember {
	in: 'uri' | 'querystring' | 'body';
	wireName: string;
	required: boolean;
	enum: string[];
}

export interface ClientReply {
	output?: Record<string, unknown>;
	/** AWS's name of the exception. */
	error?: string;
	status?: number;
}

/** What AWS's clients read from the environment; nothing else of this machine's settings. */
export const environmentOf = ({ accessKeyId, secretAccessKey, sessionToken }: Key) => ({
	PATH: process.env.PATH,
	LC_ALL: 'C.UTF-8',
	AWS_ACCESS_KEY_ID: accessKeyId,
	AWS_SECRET_ACCESS_KEY: secretAccessKey,
	...(sessionToken && { AWS_SESSION_TOKEN: sessionToken }),
	AWS_DEFAULT_REGION: 'us-east-1',
	AWS_CONFIG_FILE: '/dev/null',
	AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
	AWS_EC2_METADATA_DISABLED: 'true',
});

/** @throws Error that names the missing package */
export async function startBotocore(endpoint: string, key: Key): Promise<Botocore> {
	const child = spawn(python, [join(__dirname, 'driver.py')], {
		env: { ...environmentOf(key), ENDPOINT: endpoint },
	});
	let printed = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => (printed += text));
	// What is written to a process that has ended is told by its next line.
	child.stdin.on('error', () => {});
	const ended = new Promise<string>((resolve) => {
		child.on('error', ({ message }) => resolve(message));
		child.on('close', (code) => resolve(`it ended with ${code}`));
	});
	closeAtTheEnd(async () => {
		child.kill();
		await ended;
	});

	const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
	const nextLine = async (): Promise<string> => {
		const { value, done } = await lines.next();
		if (!done) return value;
		const install = 'On Debian or Ubuntu: apt-get install -y python3-botocore.';
		throw new Error(`botocore in ${python} does not work: ${await ended}. ${install}\n${printed}`);
	};
	const { version, operations } = JSON.parse(await nextLine());
	let last = Promise.resolve('');
	return {
		version,
		operations,
		async send(operation, input, service = 'chime-sdk-voice') {
			last = last.then(async () => {
				child.stdin.write(`${JSON.stringify({ service, operation, input })}\n`);
				return await nextLine();
			});
			return JSON.parse(await last);
		},
	};
}
