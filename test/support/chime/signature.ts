import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it stood on the wire. */
export interface WireRequest {
	method: string;
	/** Undecoded, with its query. */
	target: string;
	headers: Record<string, string>;
	body: Buffer;
}

export interface Key {
	accessKeyId: string;
	secretAccessKey: string;
	sessionToken?: string;
}

/** What AWS would say about a signature; `code` and `message` as its front end words them. */
export type Verdict =
	| { isVerified: true; accessKeyId: string; service: string; region: string; signature: string }
	| { isVerified: false; code: string; message: string };

interface Expectation {
	keys: Key[];
	now: Date;
	/** Which signing name and region the addressed service accepts. */
	service: string;
	region: string;
}

const algorithm = 'AWS4-HMAC-SHA256';
const mostSkewInMinutes = 5;

/**
 * Verifies Signature Version 4 as a server does, from the bytes on the wire, step by step as AWS
 * documents it. Written for the tests alone: it shares no code with what it verifies.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function verify(request: WireRequest, { keys, now, service, region }: Expectation): Verdict {
	const { authorization = '' } = request.headers;
	const parts = new RegExp(
		`^${algorithm} Credential=([^/]+)/(\\d{8})/([^/]+)/([^/]+)/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$`,
	).exec(authorization);
	if (!authorization)
		return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
	if (!parts)
		return refuse('IncompleteSignatureException', 'The Authorization header is malformed.');

	const [, accessKeyId, day, signedRegion, signedService, signedNames, signature] = parts;
	const key = keys.find((candidate) => candidate.accessKeyId === accessKeyId);
	const token = request.headers['x-amz-security-token'];
	if (!key || key.sessionToken !== token) {
		return refuse(
			'UnrecognizedClientException',
			'The security token included in the request is invalid.',
		);
	}
	if (signedService !== service || signedRegion !== region) {
		return refuse(
			'InvalidSignatureException',
			`Credential should be scoped to a valid region and service: ${region}/${service}, not ${signedRegion}/${signedService}.`,
		);
	}
	const names = signedNames.split(';');
	const required = ['host', 'x-amz-date', ...(token === undefined ? [] : ['x-amz-security-token'])];
	const unsigned = required.filter((name) => !names.includes(name));
	if (unsigned.length > 0) {
		return refuse('InvalidSignatureException', `${unsigned.join(', ')} must be a signed header.`);
	}
	const date = request.headers['x-amz-date'] ?? '';
	if (!date.startsWith(day) || skewInMinutes(date, now) > mostSkewInMinutes) {
		return refuse(
			'InvalidSignatureException',
			`Signature expired: ${date} is not within ${mostSkewInMinutes} min of ${amzDate(now)}.`,
		);
	}
	const bodyHash = sha256(request.body);
	if ((request.headers['x-amz-content-sha256'] ?? bodyHash) !== bodyHash) {
		return refuse('InvalidSignatureException', 'x-amz-content-sha256 is not the hash of the body.');
	}

	const canonicalRequest = [
		request.method,
		canonicalPath(request.target.split('?')[0]),
		canonicalQuery(request.target.split('?')[1] ?? ''),
		...names.map((name) => `${name}:${trimmed(request.headers[name] ?? '')}`),
		'',
		signedNames,
		bodyHash,
	].join('\n');
	const scope = `${day}/${region}/${service}/aws4_request`;
	const stringToSign = [algorithm, date, scope, sha256(canonicalRequest)].join('\n');
	const signingKey = [day, region, service, 'aws4_request'].reduce<Buffer>(
		(derived, step) => hmac(derived, step),
		Buffer.from(`AWS4${key.secretAccessKey}`),
	);
	const expected = hmac(signingKey, stringToSign);
	if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) {
		return refuse(
			'InvalidSignatureException',
			// AWS does quote the whole canonical request, session token included.
			`The request signature we calculated does not match the signature you provided. The Canonical String for this request should have been\n'${canonicalRequest}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`,
		);
	}
	return { isVerified: true, accessKeyId, service, region, signature };
}

function refuse(code: string, message: string): Verdict {
	return { isVerified: false, code, message };
}

/** Every service but S3 escapes the path as it was sent once more. */
function canonicalPath(path: string): string {
	return path.split('/').map(escape).join('/');
}

function canonicalQuery(query: string): string {
	if (!query) return '';
	return query
		.split('&')
		.map((pair) => {
			const [name, ...value] = pair.split('=');
			return [name, value.join('=')].map((text) => escape(decodeURIComponent(text)));
		})
		.sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
		.map((pair) => pair.join('='))
		.join('&');
}

function order(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** All bytes but the unreserved characters of RFC 3986, as upper-case hexadecimal. */
function escape(text: string): string {
	return [...Buffer.from(text)]
		.map((byte) => {
			const character = String.fromCharCode(byte);
			const isUnreserved = /[A-Za-z0-9\-._~]/.test(character);
			return isUnreserved ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
		})
		.join('');
}

function trimmed(value: string): string {
	return value.trim().replace(/ +/g, ' ');
}

function skewInMinutes(date: string, now: Date): number {
	const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
	const minutes = Math.abs(Date.parse(iso) - now.getTime()) / 60_000;
	return Number.isNaN(minutes) ? Infinity : minutes;
}

export function amzDate(date: Date): string {
	return date.toISOString().replace(/[-:]|\.\d+/g, '');
}

function sha256(data: string | Buffer): string {
	return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, data: string): Buffer {
	return createHmac('sha256', key).update(data).digest();
}
