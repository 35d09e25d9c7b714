import type { IDataObject } from 'n8n-workflow';

import { requestIdOf, type Answer } from '../transport/response';

/**
 * One item for what is gone; undefined when anything else was answered. AWS says 204; an empty body
 * under another 2xx counts with AWS's request id alone, because portals and gateways say that too.
 */
export function deletionItems(answer: Answer, ids: IDataObject): IDataObject[] | undefined {
	const isOfAws = answer.statusCode === 204 || requestIdOf(answer) !== null;
	return answer.body === '' && isOfAws ? [{ deleted: true, ...ids }] : undefined;
}
