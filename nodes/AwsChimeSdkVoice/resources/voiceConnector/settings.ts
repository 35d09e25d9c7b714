import type { IDataObject } from 'n8n-workflow';

import { isRecord, trueOrFalse } from '../../parameters/validation';
import type { StepsBefore, StepSequence } from '../operation';
import type { NodeField, Repeatable } from '../record';

export const keepOtherSettings: NodeField = {
	property: {
		displayName: 'Keep Other Settings',
		name: 'keepOtherSettings',
		type: 'boolean',
		default: true,
		description:
			'Whether to keep the settings that are not given here: the node reads them first. Otherwise, AWS removes them.',
	},
	validate: trueOrFalse,
};

/** Reads the settings that AWS would remove, because its request replaces all of them. */
export const keeping = (get: Repeatable, name: string): StepsBefore => ({
	ifSet: keepOtherSettings.property.name,
	requests: [get],
	*run(): StepSequence<IDataObject | undefined> {
		// A voice connector without such settings has nothing to keep.
		const { response } = yield { request: get, tolerates: (status) => status === 404 };
		const body: unknown = response ? response.body : {};
		const settings = isRecord(body) ? (body[name] ?? {}) : undefined;
		return isRecord(settings) ? { [name]: withoutNulls(settings) } : undefined;
	},
});

function withoutNulls(record: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
