import type { IDataObject } from 'n8n-workflow';

import type { Item } from './messages';

/** What came out, per output, as «input: what». */
export function emittedIn(outputs: Item[][] = []): string[][] {
	return outputs.map((items) => items.map(({ json, input }) => `${input}: ${kindOf(json)}`));
}

/** What an agent was told, per call. */
export function toldIn([items]: Item[][]): string[][] {
	return items.map(({ json: { answer } }) => {
		if (!Array.isArray(answer)) throw new Error(`The tool has answered ${JSON.stringify(answer)}`);
		return answer.map((each) => kindOf(Object(each)));
	});
}

/** Named by what stays the same from one version of the package to the next. */
function kindOf({ error, details, PhoneNumber, statusCode, code }: IDataObject): string {
	if (error !== undefined) return `error ${Object(details ?? error).httpCode}`;
	return PhoneNumber === undefined ? `${statusCode} ${code}` : String(PhoneNumber);
}
