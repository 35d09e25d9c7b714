import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import type { Failure } from './failure';
import { redactedNode } from './redact';

/** A failure as n8n throws it, for one input item of the node. */
export function failureError(node: INode, failure: Failure, itemIndex: number): Error {
	const { code, message, hint, requestId } = failure;
	const request = requestId === null ? undefined : `Request ID: ${requestId}`;
	const description = withoutMarkup([hint, request].filter(Boolean).join(' '));
	if (isRefusal(failure))
		return new NodeOperationError(redactedNode(node), message, { itemIndex, description });
	return apiError(node, failure, { message: `${code}: ${message}`, description, itemIndex });
}

/** The same for a list in the editor, which shows the message; the description only after scrolling. */
export function listError(node: INode, failure: Failure): Error {
	const { code, message, hint } = failure;
	const description = `${code}: ${message}`;
	const texts = { message: hint ?? description, description: withoutMarkup(description) };
	return apiError(node, failure, texts);
}

/** Why the node as a whole cannot work. */
export function configurationError(node: INode, error: Error): Error {
	return new NodeOperationError(redactedNode(node), error);
}

/** What the user gave, and was refused here. */
export function isRefusal({ code, statusCode }: Failure): boolean {
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
