import type { IHttpRequestOptions } from 'n8n-workflow';

/** What n8n hands to `authenticate`: its helpers' options, or the older dialect of the HTTP Request node. */
export type RequestOptions = Partial<IHttpRequestOptions> & {
	uri?: string | URL;
	form?: unknown;
	formData?: unknown;
};
