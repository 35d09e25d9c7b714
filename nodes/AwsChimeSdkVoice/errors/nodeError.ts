import {
	NodeApiError,
	NodeOperationError,
	type Failure as DeclaredFailure,
	type INode,
} from 'n8n-workflow';

import type { Failure } from './failure';
import { redactedNode } from './redact';

/**
 * A failure as n8n throws it, for one input item of the node.
 *
 * @param done what AWS has done for other input items
 */
export function failureError(
	node: INode,
	failure: Failure,
	itemIndex: number,
	done?: string,
): Error {
	const { code, message, hint, requestId } = failure;
	const request = requestId === null ? undefined : `Request ID: ${requestId}`;
	const description = withoutMarkup([hint, done, request].filter(Boolean).join(' '));
	if (isInvalidInput(failure))
		return inOwnWords(
			new NodeOperationError(redactedNode(node), message, { itemIndex, description }),
			message,
		);
	return apiError(node, failure, { message: `${code}: ${message}`, description, itemIndex });
}

/** A failure of a list, as n8n throws it. The editor shows the description only after scrolling. */
export function listError(node: INode, failure: Failure): Error {
	const { code, message, hint } = failure;
	const description = `${code}: ${message}`;
	const texts = { message: hint ?? description, description: withoutMarkup(description) };
	return apiError(node, failure, texts);
}

/**
 * A failure of a poll, as n8n throws it. When a workflow is activated, n8n shows the message alone.
 * n8n from 2.37 on reads why it failed.
 */
export function pollError(node: INode, failure: Failure): Error {
	const { code, message, hint, requestId } = failure;
	const description = requestId === null ? '' : `Request ID: ${requestId}`;
	const text = [`${code}: ${message}`, hint].filter(Boolean).join(' ');
	return apiError(node, failure, {
		message: text,
		description,
		failure: { cause: causeOf(failure) },
	});
}

function causeOf({ code, statusCode, retryable }: Failure): DeclaredFailure['cause'] {
	if (code === 'InternalError') return 'node-defect';
	if (statusCode === 401 || statusCode === 403) return 'credential-invalid';
	if (!retryable) return 'configuration-invalid';
	return statusCode === 429 ? 'rate-limited' : 'temporarily-unavailable';
}

/** A setting with which the node cannot work for any item, as n8n throws it. */
export function configurationError(node: INode, error: Error): Error {
	return inOwnWords(new NodeOperationError(redactedNode(node), error), error.message);
}

/** Whether the node has refused a value of the user, so that nothing was sent. */
export function isInvalidInput({
	code,
	statusCode,
}: Pick<Failure, 'code' | 'statusCode'>): boolean {
	return code === 'InvalidParameter' && statusCode === null;
}

export function httpCodeOf({ statusCode }: Failure): string | null {
	return statusCode === null ? null : String(statusCode);
}

function apiError(
	node: INode,
	{ code, message, statusCode }: Failure,
	texts: {
		message: string;
		description: string;
		itemIndex?: number;
		failure?: DeclaredFailure;
	},
): NodeApiError {
	const httpCode = statusCode === null ? undefined : String(statusCode);
	const error = new NodeApiError(redactedNode(node), { code, message }, { ...texts, httpCode });
	return inOwnWords(error, texts.message);
}

/**
 * Gives an error its message again: n8n puts a sentence of its own in the place of a message that holds
 * ENOTFOUND, ECONNRESET, EEXIST (as "preexisting" does) or another name of a system error.
 */
function inOwnWords<T extends Error>(error: T, message: string): T {
	error.message = message;
	return error;
}

/** The editor shows descriptions and hints as HTML, and keeps links and pictures in them. */
export function withoutMarkup(text: string): string {
	return text.replaceAll('<', '&lt;');
}
