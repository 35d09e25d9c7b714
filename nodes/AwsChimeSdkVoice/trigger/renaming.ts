import type { IPollFunctions } from 'n8n-workflow';

import { isRecord } from '../parameters/validation';

/** Under this key of the workflow's static data: the name of each trigger at its last poll, by the node's ID. */
const namesKey = 'awsChimeSdkVoiceTrigger';

/**
 * Writes to n8n's log that a trigger begins anew because it was renamed: n8n keeps the state of a node by
 * its name, and hands none to the first poll under another name.
 */
export function logRenaming(context: IPollFunctions): void {
	const { id, name } = context.getNode();
	const data = context.getWorkflowStaticData('global');
	const names = isRecord(data[namesKey]) ? data[namesKey] : {};
	const before = names[id];
	if (before === name) return;
	data[namesKey] = { ...names, [id]: name };
	if (before === undefined) return;
	context.logger.warn(
		`The trigger "${name}" was called "${String(before)}" at its last poll. n8n keeps the state of a trigger by its name, so "${name}" starts again with a first poll and does not report what has changed between the two polls. If you need these changes, give it its old name again.`,
	);
}
