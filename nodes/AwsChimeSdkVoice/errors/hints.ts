import type { Cause, Circumstances, Described } from './cause';
import { networkCauses } from './networkCauses';
import { refusals } from './refusals';

/** How AWS could respond to an operation that it has retired. */
const retirementStatuses = new Set([403, 404, 410]);

/** The most likely causes of a failure; the first row that fits gives the advice. */
const causes: Cause[] = [
	{
		fits: ({ code }) => /^(ExpiredToken|RequestExpired)/.test(code),
		advice:
			'The session token has expired: enter a new temporary key in the credential. For a role, check the clock of the machine that n8n runs on.',
		isCertain: true,
	},
	{
		fits: ({ code }) => code === 'AssumeRoleThrottled',
		advice:
			'AWS STS limits how many sessions an account may request: try again later, and look for other programs that request sessions often. The node sends one request per session.',
	},
	{
		fits: ({ code }) => code === 'AssumeRoleUnavailable',
		advice:
			'Try again later, and check that n8n can reach AWS STS in the region of the credential, or "Endpoint" of the credential if it is set.',
	},
	{
		fits: ({ code }) => /^(InvalidSignature|SignatureDoesNotMatch|IncompleteSignature)/.test(code),
		advice:
			'Check "Secret Access Key" and "Region" in the credential, and the clock of the machine that n8n runs on.',
		isCertain: true,
	},
	{
		fits: ({ code }) => /^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId)/.test(code),
		advice:
			'AWS does not know the key: check "Access Key ID" in the credential, and "Session Token" if the key is temporary.',
		isCertain: true,
	},
	{
		fits: ({ code }) => /^ResourceLimitExceeded/.test(code),
		advice:
			'The AWS account has reached a quota of Amazon Chime SDK Voice: see Service Quotas in the AWS console.',
		isCertain: true,
	},
	{
		fits: ({ code, statusCode }) => code === 'NotSent' && statusCode === 429,
		advice:
			'Try again later, or send fewer requests at once: other workflows and tools may use the same rate limit of the AWS account.',
	},
	{
		fits: ({ code }) => code === 'InternalError',
		advice: 'Please report this message, with the versions of n8n and of this package.',
	},
	...refusals,
	{
		fits: ({ statusCode }) => statusCode === 401,
		advice: 'Check the key in the credential, and that the AWS account is active.',
	},
	{
		fits: ({ statusCode }) => statusCode === 403,
		advice: ({ awsName }) =>
			`The key, or the role, may lack the IAM permission chime:${awsName}, belong to another account, or have expired.`,
	},
	{
		fits: ({ statusCode, code }) => statusCode === 404 && code !== 'UnknownError',
		advice:
			'Check the IDs, and that "Region" in the credential is the region of the resource. A resource that was just created may be missing for up to a minute.',
	},
	{
		fits: ({ statusCode }) => statusCode === 409,
		advice:
			'The resource is in use, or another request is changing it: stop its use, or try again later.',
	},
	{
		fits: ({ statusCode }) => statusCode === 422,
		advice: 'AWS cannot process the request in the current state of the resource.',
	},
	{
		fits: ({ statusCode }) => statusCode === 429,
		advice:
			'AWS allows fewer requests per second: lower "Max Concurrency", run fewer workflows at once, or request a higher quota from AWS.',
	},
	...networkCauses,
	{
		// AWS names the error of a 404.
		fits: ({ statusCode, code }) =>
			code === 'UnexpectedRedirect' || code === 'InvalidResponse' || statusCode === 404,
		advice:
			'A server other than Chime SDK Voice may have responded: check "Endpoint" in the credential, and any proxy between n8n and AWS.',
	},
];

/** Advice on a failure; undefined where there is none. */
export function hintFor(failure: Described, circumstances: Circumstances): string | undefined {
	const { advice: found, isCertain = false } = causes.find(({ fits }) => fits(failure)) ?? {};
	const advice = typeof found === 'function' ? found(circumstances, failure) : found;
	const others = [endOfSupport(failure, circumstances), otherRegion(failure, circumstances)];
	const sentences = [advice, ...(isCertain ? [] : others)].filter(Boolean);
	return sentences.length > 0 ? sentences.join(' ') : undefined;
}

function endOfSupport({ statusCode }: Described, { retired }: Circumstances): string | undefined {
	if (retired === undefined || statusCode === null) return undefined;
	if (!retirementStatuses.has(statusCode)) return undefined;
	return `AWS ended support for Amazon Chime SDK proxy sessions on ${retired}, so AWS may refuse every request of this operation.`;
}

function otherRegion(
	{ statusCode }: Described,
	{ regions, region }: Circumstances,
): string | undefined {
	if (regions === undefined || regions.includes(region)) return undefined;
	if (statusCode === null || statusCode < 400 || statusCode >= 500) return undefined;
	return `AWS offers phone numbers and calls to the phone network in ${regions.join(' and ')} only, but "Region" in the credential is ${region}.`;
}
