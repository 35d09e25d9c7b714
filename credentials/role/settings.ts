import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { ConfigurationError } from '../signing/scope';

/** The parameters of AssumeRole. */
export interface RoleSettings {
	roleArn: string;
	/** Undefined where the trust policy demands none. */
	externalId: string | undefined;
	roleSessionName: string;
	durationSeconds: number;
}

/** In seconds, as AWS allows them. */
export const leastDuration = 900;
export const mostDuration = 43_200;

/** In characters. IAM allows a shorter path and name, which this limit need not know. */
const longestArn = 2_048;
/** A path holds any printable ASCII, a name does not. */
const roleArn = /^arn:aws[a-z-]*:iam::\d{12}:role\/([!-~]*\/)?[\w+=,.@-]+$/;

/**
 * Reads the role of a credential.
 *
 * @throws ConfigurationError that says which field to change
 */
export function roleSettingsOf(data: ICredentialDataDecryptedObject): RoleSettings {
	return {
		roleArn: roleArnOf(data.roleArn),
		externalId: externalIdOf(data.externalId),
		roleSessionName: sessionNameOf(data.roleSessionName),
		durationSeconds: durationOf(data.durationSeconds),
	};
}

function roleArnOf(value: unknown): string {
	const text = textOf(value);
	if (text.length <= longestArn && roleArn.test(text)) return text;
	throw new ConfigurationError(
		'"Role ARN" in the credential is not the ARN of an IAM role: enter the ARN that the IAM console shows for the role, such as "arn:aws:iam::111122223333:role/n8n-chime".',
	);
}

function externalIdOf(value: unknown): string | undefined {
	const text = textOf(value);
	if (text === '') return undefined;
	if (/^[\w+=,.@:/-]{2,1224}$/.test(text)) return text;
	throw new ConfigurationError(
		'"External ID" in the credential does not have 2 to 1,224 characters from A-Z, a-z, 0-9 and _+=,.@:/-: enter the external ID from the trust policy of the role, or leave the field empty.',
	);
}

function sessionNameOf(value: unknown): string {
	const text = textOf(value);
	if (/^[\w+=,.@-]{2,64}$/.test(text)) return text;
	throw new ConfigurationError(
		'"Role Session Name" in the credential does not have 2 to 64 characters from A-Z, a-z, 0-9 and _+=,.@-: enter one such as "n8n".',
	);
}

function durationOf(value: unknown): number {
	// An expression may yield text.
	const seconds = /^\d{1,9}$/.test(textOf(value)) ? Number(textOf(value)) : value;
	const isWhole = typeof seconds === 'number' && Number.isInteger(seconds);
	if (isWhole && seconds >= leastDuration && seconds <= mostDuration) return seconds;
	throw new ConfigurationError(
		'"Duration (Seconds)" in the credential is not a whole number from 900 (15 minutes) to 43,200 (12 hours): enter a whole number, such as 3600.',
	);
}

/** A value without white space around it, which is easily pasted along. */
function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}
