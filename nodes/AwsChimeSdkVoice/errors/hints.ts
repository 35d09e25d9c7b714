import type { Failure } from './failure';
import type { Operation } from '../resources/operation';

const endOfSupport =
	'AWS ended support for Amazon Chime SDK proxy sessions on 2026-04-07, so AWS may refuse this operation as such.';

/** Every operation on proxy sessions, and on the proxy of a voice connector. */
const retired = /Proxy/;
/** How AWS could answer an operation that it has retired. */
const refusals = new Set([403, 404, 410]);

type Named = Pick<Operation, 'awsName'>;
type Told = Pick<Failure, 'statusCode' | 'code'>;

/** What a failure most likely comes from: the first row that fits gives its advice. */
const causes: Array<{
	fits: (failure: Told) => boolean;
	advice: string | ((operation: Named) => string);
}> = [
	{
		fits: ({ code }) => /^(ExpiredToken|RequestExpired)/.test(code),
		advice: 'The session token has expired: put fresh temporary credentials into the credential.',
	},
	{
		fits: ({ code }) => /^(InvalidSignature|SignatureDoesNotMatch|IncompleteSignature)/.test(code),
		advice:
			"Check the credential's secret access key and region, and the clock of the machine that n8n runs on.",
	},
	{
		fits: ({ code }) => /^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId)/.test(code),
		advice:
			"AWS does not know the key: check the credential's access key ID, and its session token if the key is temporary.",
	},
	{
		fits: ({ code }) => code === 'NotSent',
		advice:
			'Try again later, or send less at once: other workflows and tools may use up the same limit of AWS.',
	},
	{
		fits: ({ code }) => code === 'InternalError',
		advice: 'Please report this, with the versions of n8n and of this package.',
	},
	{
		fits: ({ statusCode }) => statusCode === 401,
		advice: "Check the credential's keys, and that the AWS account is active.",
	},
	{
		fits: ({ statusCode }) => statusCode === 403,
		advice: ({ awsName }) =>
			`The key may lack the IAM permission chime:${awsName}, belong to another account, or have expired.`,
	},
	{
		fits: ({ statusCode }) => statusCode === 404,
		advice: "Check the IDs, and that the credential's region is the one of the voice connector.",
	},
	{
		fits: ({ code }) => code === 'ENOTFOUND',
		advice: "The host does not exist: check the credential's region and endpoint.",
	},
	{
		fits: ({ code }) => code === 'UnexpectedRedirect' || code === 'InvalidResponse',
		advice:
			"Something other than Chime SDK Voice may have answered: check the credential's endpoint and any proxy in between.",
	},
];

/** Advice on a failure; undefined where there is none to give. */
export function hintFor(failure: Told, operation: Named): string | undefined {
	const found = causes.find(({ fits }) => fits(failure))?.advice;
	const advice = typeof found === 'function' ? found(operation) : found;
	const isRefused = failure.statusCode !== null && refusals.has(failure.statusCode);
	const mayBeEndOfSupport = isRefused && retired.test(operation.awsName);
	const sentences = [advice, mayBeEndOfSupport ? endOfSupport : undefined].filter(Boolean);
	return sentences.length > 0 ? sentences.join(' ') : undefined;
}
