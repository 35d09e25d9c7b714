import type { RequestRecord } from '../resources/record';

/** What a hint depends on. */
export interface Described {
	statusCode: number | null;
	code: string;
	/** As AWS has sent it. */
	message: string;
}

/** What advice needs to know of the request, of its operation and of the credential. */
export interface Circumstances extends Pick<RequestRecord, 'awsName' | 'retired' | 'regions'> {
	region: string;
}

/** A cause of failures. */
export interface Cause {
	fits: (failure: Described) => boolean;
	advice: string | ((circumstances: Circumstances, failure: Described) => string);
	/** Whether nothing else can be the cause. */
	isCertain?: boolean;
}
