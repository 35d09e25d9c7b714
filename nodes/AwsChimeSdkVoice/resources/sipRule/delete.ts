import type { IDataObject } from 'n8n-workflow';

import { trueOrFalse } from '../../parameters/validation';
import { defineOperation, type StepsBefore, type StepSequence } from '../operation';
import type { NodeField } from '../record';
import { deleted, recordIn } from '../results';
import { get } from './get';
import { sipRule, sipRulePath } from './sipRule';
import { update } from './update';

const disableFirst: NodeField = {
	property: {
		displayName: 'Disable First',
		name: 'disableFirst',
		type: 'boolean',
		default: false,
		description:
			'Whether to disable the rule before deleting it, because AWS deletes disabled rules only. Calls that arrive between the two requests are not handled.',
	},
	validate: trueOrFalse,
};

/** Disables the rule with the settings that it has: AWS requires its name for that. */
const disabling: StepsBefore = {
	ifSet: disableFirst.property.name,
	requests: [get, update],
	ifLaterFails: 'The node has disabled the rule, but not deleted it.',
	*run(): StepSequence<IDataObject | undefined> {
		const { response } = yield {
			request: get,
			ifFails: 'The node has changed nothing, because it could not read the rule.',
		};
		const rule = recordIn(response?.body, 'SipRule');
		if (!rule || rule.Disabled === true) return rule && {};
		const { Name, TargetApplications } = rule;
		const request = { ...update, fields: [sipRule] };
		yield { request, body: { Name, TargetApplications, Disabled: true } };
		return {};
	},
};

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_DeleteSipRule.html */
export const remove = defineOperation({
	awsName: 'DeleteSipRule',
	option: {
		name: 'Delete',
		value: 'delete',
		action: 'Delete SIP rule',
		description:
			'Delete a SIP rule. AWS deletes disabled rules only: see the option Disable First.',
	},
	method: 'DELETE',
	path: sipRulePath,
	fields: [sipRule],
	options: [disableFirst],
	before: disabling,
	adviceOn: (_parameters, statusCode) =>
		statusCode === 409
			? `AWS deletes disabled rules only: add the option "${disableFirst.property.displayName}", or disable the rule before.`
			: undefined,
	result: deleted,
	idempotent: true,
});
