import type { IHttpRequestOptions } from 'n8n-workflow';

/**
 * The request options that n8n passes to `authenticate`, in either dialect: those of
 * `httpRequestWithAuthentication`, or those of the older `requestWithAuthentication`, which the HTTP
 * Request node uses.
 */
export type RequestOptions = Partial<IHttpRequestOptions> & {
	uri?: string | URL;
	form?: unknown;
	formData?: unknown;
	/**
	 * The time of signing, in AWS's format: the time of AWS, which the nodes of this package know. Nobody else
	 * can set it, because n8n has no field for it.
	 */
	signingDate?: string;
	/** Called when the request is signed: by then, a node of this package cannot know whether it is sent. */
	onSigned?: () => void;
};
