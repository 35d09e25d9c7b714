import { Sha256 } from '@aws-crypto/sha256-js';
import {
	ALGORITHM_IDENTIFIER,
	createScope,
	getCanonicalHeaders,
	SignatureV4Base,
} from '@smithy/signature-v4';
import type { AwsCredentialIdentity as AccessKey, HttpRequest } from '@smithy/types';

export type { AccessKey };

/** The service and the region that a signature is valid for. */
export interface Scope {
	service: string;
	region: string;
}

/** The parts of a request that its signature covers. An undefined body is signed as the empty body. */
export type Signable = HttpRequest & { body: string | Uint8Array | undefined };

/** The key of one day, service and region, and a hash of the secret that it is derived from. */
interface SigningKey {
	scope: string;
	secretHash: string;
	key: Uint8Array;
}

/**
 * The signing key of each object that holds a credential's data. n8n passes the same object for all
 * requests of a run, so a key is derived once per run and is released with the object. No entry holds
 * the secret itself; a signing key is valid for one day, service and region.
 */
const signingKeys = new WeakMap<object, SigningKey>();

/**
 * Signs with AWS Signature Version 4, with the parts of the library instead of its `SignatureV4`, which
 * keeps signing keys and session tokens until the process ends.
 */
export class Signer extends SignatureV4Base {
	/** @param owner the object that the signing key is kept for */
	constructor(
		private readonly scope: Scope,
		private readonly accessKey: AccessKey,
		private readonly owner: object,
	) {
		super({ ...scope, credentials: accessKey, sha256: Sha256 });
	}

	/** The headers that the signature adds, with names in lower case. The request must have `host`. */
	sign(request: Signable, date: Date): Record<string, string> {
		const { accessKeyId, sessionToken } = this.accessKey;
		const { longDate, shortDate } = this.formatDate(date);
		const scope = createScope(shortDate, this.scope.region, this.scope.service);
		const payloadHash = request.body ? hex(sha256(request.body)) : emptyHash;
		const added: Record<string, string> = {
			'x-amz-date': longDate,
			'x-amz-content-sha256': payloadHash,
			...(sessionToken && { 'x-amz-security-token': sessionToken }),
		};
		const headers = getCanonicalHeaders({ ...request, headers: { ...request.headers, ...added } });
		const canonicalRequest = this.createCanonicalRequest(request, headers, payloadHash);
		const stringToSign = `${ALGORITHM_IDENTIFIER}
${longDate}
${scope}
${hex(sha256(canonicalRequest))}`;
		const signature = hex(hmac(this.signingKey(scope), stringToSign));
		return {
			...added,
			authorization: `${ALGORITHM_IDENTIFIER} Credential=${accessKeyId}/${scope}, SignedHeaders=${this.getCanonicalHeaderList(headers)}, Signature=${signature}`,
		};
	}

	private signingKey(scope: string): Uint8Array {
		const { secretAccessKey } = this.accessKey;
		const secretHash = hex(sha256(secretAccessKey));
		const known = signingKeys.get(this.owner);
		if (known?.scope === scope && known.secretHash === secretHash) return known.key;
		const [date, ...others] = scope.split('/');
		const key = others.reduce(hmac, hmac(`AWS4${secretAccessKey}`, date));
		signingKeys.set(this.owner, { scope, secretHash, key });
		return key;
	}
}

/** The SHA-256 of a text, as 64 hexadecimal digits. */
export function sha256Of(text: string): string {
	return hex(sha256(text));
}

function sha256(data: string | Uint8Array): Uint8Array {
	const hash = new Sha256();
	hash.update(data);
	return hash.digestSync();
}

function hmac(key: string | Uint8Array, data: string): Uint8Array {
	const hash = new Sha256(key);
	hash.update(data);
	return hash.digestSync();
}

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('hex');
}

const emptyHash = hex(sha256(''));
