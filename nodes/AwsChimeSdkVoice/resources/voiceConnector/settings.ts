import type { IDataObject } from 'n8n-workflow';

import { isRecord, trueOrFalse } from '../../parameters/validation';
import type { StepsBefore, StepSequence } from '../operation';
import type { NodeField, Repeatable } from '../record';
import { fieldIn } from '../results';

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
		const { response } = yield {
			request: get,
			// A voice connector without such settings has nothing to keep.
			tolerates: ({ isNotFound }) => isNotFound,
			ifFails: 'The node has changed nothing, because it could not read the settings to keep.',
		};
		const settings = response ? fieldIn(response, name) : null;
		if (settings === null) return { [name]: {} };
		return isRecord(settings) ? { [name]: withoutNulls(settings) } : undefined;
	},
});

function withoutNulls(record: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
