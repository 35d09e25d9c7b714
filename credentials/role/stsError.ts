import { OperationalError, type ICredentialDataDecryptedObject } from 'n8n-workflow';

import { messageByErrorCode } from '../keyErrors';
import { ConfigurationError } from '../signing/scope';
import type { StsResponse } from './stsResponse';

/** AWS STS gave no session for a reason that may pass. The node recognises it by its `errorCode`. */
export class AssumeRoleError extends OperationalError {
	constructor(
		readonly errorCode: 'AssumeRoleThrottled' | 'AssumeRoleUnavailable',
		message: string,
	) {
		super(message);
	}
}

/** STS has refused the time of a request. The same request, signed for the time of STS, may succeed. */
export class ClockError extends ConfigurationError {
	/** @param skew milliseconds by which the clock of AWS is before that of this machine */
	constructor(
		readonly skew: number,
		message: string,
	) {
		super(message);
	}
}

/** Milliseconds. AWS refuses a signature at five minutes; below four, a refusal has another reason. */
const leastSkew = 4 * 60_000;
/** Seconds. The longest session of a role that another role assumes. */
const longestChained = 3_600;

const throttlingCodes = /throttl|^(TooManyRequests|RequestLimitExceeded)/i;
/** Names of a refused signature, of which the time may be the reason. */
const timeCodes = /^(SignatureDoesNotMatch|RequestExpired|RequestInTheFuture|RequestTimeTooSkewed)/;

/**
 * The error of a request without a session as response. Only STS knows that a setting is wrong; whatever
 * another server says may pass.
 *
 * @param signedAt the time of the signature
 */
export function errorOf(
	response: StsResponse,
	data: ICredentialDataDecryptedObject,
	signedAt: number,
): ConfigurationError | AssumeRoleError {
	const { statusCode, code, serverTime } = response;
	if (statusCode === 429 || throttlingCodes.test(code ?? ''))
		return new AssumeRoleError(
			'AssumeRoleThrottled',
			'AWS STS returned no session of the role, because it throttled the requests.',
		);
	if (statusCode >= 500 || statusCode === 408)
		return unavailable(`AWS STS returned HTTP ${statusCode} instead of a session of the role.`);
	if (code === undefined)
		return unavailable(
			`A server other than AWS STS responded with HTTP ${statusCode} to the request for a session: check "Endpoint" in the credential, if it is set, and any proxy between n8n and AWS.`,
		);
	const skew = serverTime === undefined ? 0 : serverTime - signedAt;
	if (timeCodes.test(code) && Math.abs(skew) >= leastSkew) return clockError(skew);
	return new ConfigurationError(messageOf(code, data));
}

/** The error of a request without a response. */
export function unreachable(reason: string): AssumeRoleError {
	return unavailable(`AWS STS could not be reached for a session of the role: ${reason}.`);
}

/** The error of a session that ends before it can be used. */
export function tooShort(milliseconds: number): AssumeRoleError {
	const seconds = Math.floor(milliseconds / 1_000);
	const end = seconds > 0 ? `ends in ${seconds} seconds` : 'has ended already';
	return unavailable(
		`The session of the role that AWS STS returned ${end}: check "Endpoint" in the credential, if it is set, and the clock of the server there.`,
	);
}

export function clockError(skew: number): ClockError {
	const minutes = Math.round(Math.abs(skew) / 60_000);
	const direction = skew > 0 ? 'behind' : 'ahead of';
	return new ClockError(
		skew,
		`AWS does not accept the time of the request: the clock of the machine that n8n runs on is ${minutes} minutes ${direction} AWS's. Set the clock right.`,
	);
}

function unavailable(message: string): AssumeRoleError {
	return new AssumeRoleError('AssumeRoleUnavailable', message);
}

function messageOf(code: string, data: ICredentialDataDecryptedObject): string {
	switch (code) {
		case 'AccessDenied':
			return 'AWS does not let this key assume the role: check that "Role ARN" is right, that the trust policy of the role allows the user or the role of the key, that "External ID" is the one in the trust policy, and that the key has the IAM permission sts:AssumeRole for the role.';
		case 'ValidationError':
			return durationMessage(data);
		case 'RegionDisabledException':
			return 'AWS STS is switched off in this region for the account of the role: activate it in the account settings of the IAM console, or choose another "Region".';
		case 'InvalidClientTokenId':
		case 'SignatureDoesNotMatch':
		case 'ExpiredToken':
			return messageByErrorCode[code];
		default:
			return `AWS STS returned ${code} instead of a session of the role: check the fields of the credential.`;
	}
}

/** STS does not say by a code of its own that the duration is too long. */
function durationMessage({
	sessionToken,
	durationSeconds,
}: ICredentialDataDecryptedObject): string {
	const isTemporary = typeof sessionToken === 'string' && sessionToken.trim() !== '';
	if (isTemporary && Number(durationSeconds) > longestChained)
		return 'AWS does not accept "Duration (Seconds)": the key has a session token, and a role that is assumed from another role (role chaining) has sessions of one hour at most. Enter 3600 or less.';
	return 'AWS refused the request for a session: "Duration (Seconds)" may be longer than the maximum session duration of the role, which the IAM console shows on the page of the role.';
}
