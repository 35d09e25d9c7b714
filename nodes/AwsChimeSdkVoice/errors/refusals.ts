import type { Cause, Described } from './cause';

/** Characters of a message that are searched. AWS's sentences are shorter. */
const longestMessage = 1_000;

/** The IAM action that AWS names. */
const notAllowed = /\bnot authorized to perform:? ([a-z][a-z-]{1,40}:[a-z0-9]{1,100})/i;

/** What AWS says in the message alone: of all these, the error has the same name. */
const says =
	(pattern: RegExp, statusCodes = [400, 401, 403]) =>
	({ statusCode, message }: Described) =>
		statusCode !== null &&
		statusCodes.includes(statusCode) &&
		pattern.test(message.slice(0, longestMessage));

const notSubscribed =
	'The AWS account of the key is not subscribed to the service: open Amazon Chime SDK in the AWS console with this account, and check that the account is active.';

/** Why AWS refuses a request, where its message says more than that the key may lack a permission. */
const said: Array<Pick<Cause, 'fits' | 'advice'>> = [
	{
		fits: ({ code }) => /^(OptInRequired|Subscription|NotSubscribed)/.test(code),
		advice: notSubscribed,
	},
	{ fits: says(/\bsubscri(?:ption|bed)\b|\bopt(?:ed)?[- ]?in\b/i), advice: notSubscribed },
	{
		fits: says(/\b(?:service|resource) control polic|\borganizations?\b[^.]* polic/i),
		advice:
			'A policy of the AWS organization forbids the request, whatever the IAM policies allow: ask the administrator of the organization.',
	},
	{
		fits: says(/\bpermissions? boundary\b|\bsession polic/i),
		advice:
			'The permissions boundary, or the session policy, of the key or role does not allow the request: change that policy.',
	},
	{
		fits: says(/\bexplicit deny\b/i),
		advice:
			'A policy of the key or role denies the request explicitly: change the statement with the effect Deny.',
	},
	{
		fits: says(notAllowed),
		advice: (_circumstances, { message }) =>
			`The key, or the role, lacks the IAM permission ${notAllowed.exec(message)?.[1]}.`,
	},
	{
		fits: says(/\blambda\b/i),
		advice:
			'Check the AWS Lambda function of the SIP media application: its ARN, its region, and that its resource policy lets voiceconnector.chime.amazonaws.com invoke it.',
	},
	{
		fits: says(/\baccount ?id\b|\b(?:this|your|the) (?:AWS )?account\b/i, [403]),
		advice:
			'AWS refuses this operation to the AWS account of the key. Check that the resource belongs to this account; if it does, ask AWS to allow the operation.',
	},
];

export const refusals: Cause[] = said.map((cause) => ({ ...cause, isCertain: true }));
