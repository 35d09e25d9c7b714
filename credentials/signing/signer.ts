import { Sha256 } from '@aws-crypto/sha256-js';
import {
	ALGORITHM_IDENTIFIER,
	createScope,
	getCanonicalHeaders,
	SignatureV4Base,
} from '@smithy/signature-v4';
import type { AwsCredentialIdentity as AccessKey, HttpRequest } from '@smithy/types';

export type { AccessKey };

/** What a signature is good for, beside its day. */
export interface Scope {
	service: string;
	region: string;
}

/** The parts of a request that its signature covers. A missing body is signed as an empty one. */
export type Signable = HttpRequest & { body: string | Uint8Array | undefined };

/** What signs a day's requests to one service in one region, and which secret it was derived from. */
interface SigningKey {
	scope: string;
	secretHash: string;
	key: Uint8Array;
}

/**
 * By the object that holds the credential's data, so that a key is derived once a run, and ends with
 * it. The secret itself is in no entry: a signing key is good for a day, a service and a region.
 */
const signingKeys = new WeakMap<object, SigningKey>();

/**
 * Signature Version 4 out of the library's parts. The library's own signer keeps signing keys, and
 * session tokens beside them, for as long as the process lives.
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

	/** The headers that the signature adds, with names in lower case; `host` comes with the request. */
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
