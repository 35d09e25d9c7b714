import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import type { Failure } from './failure';
import { redactedNode } from './redact';

/** A failure as n8n throws it, for one input item of the node. */
export function failureError(node: INode, failure: Failure, itemIndex: number): Error {
	const { code, message, hint, requestId } = failure;
	const request = requestId === null ? undefined : `Request ID: ${requestId}`;
	const description = withoutMarkup([hint, request].filter(Boolean).join(' '));
	if (isInvalidInput(failure))
		return new NodeOperationError(redactedNode(node), message, { itemIndex, description });
	return apiError(node, failure, { message: `${code}: ${message}`, description, itemIndex });
}

/** A failure of a list, as n8n throws it: the editor shows the message, and the description only after scrolling. */
export function listError(node: INode, failure: Failure): Error {
	const { code, message, hint } = failure;
	const description = `${code}: ${message}`;
	const texts = { message: hint ?? description, description: withoutMarkup(description) };
	return apiError(node, failure, texts);
}

/** A setting with which the node cannot work for any item, as n8n throws it. */
export function configurationError(node: INode, error: Error): Error {
	return new NodeOperationError(redactedNode(node), error);
}

/** Whether the failure is a value of the user, for which nothing was sent. */
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
	texts: { message: string; description: string; itemIndex?: number },
): NodeApiError {
	const httpCode = statusCode === null ? undefined : String(statusCode);
	return new NodeApiError(redactedNode(node), { code, message }, { ...texts, httpCode });
}

/** The editor shows a description as HTML, and keeps links and pictures in it. */
function withoutMarkup(text: string): string {
	return text.replaceAll('<', '&lt;');
}
