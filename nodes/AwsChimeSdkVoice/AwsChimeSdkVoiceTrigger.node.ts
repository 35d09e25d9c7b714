import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { createListOptions } from './listSearch/search';
import { authentication, credentials } from './parameters/authentication';
import { voiceConnectors } from './resources/voiceConnector/voiceConnector';
import { thisMachine } from './transport/world';
import { createPoll } from './trigger/poll';
import { settings, subtitle } from './trigger/settings';

const poll = createPoll();

export class AwsChimeSdkVoiceTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AWS Chime SDK Voice Trigger',
		name: 'awsChimeSdkVoiceTrigger',
		icon: { light: 'file:awsChimeSdkVoice.svg', dark: 'file:awsChimeSdkVoice.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		// n8n shows it in its list for both nodes.
		description:
			'Manage calls, phone numbers, SIP rules, voice connectors and proxy sessions of Amazon Chime SDK Voice, or start the workflow when they change',
		defaults: { name: 'AWS Chime SDK Voice Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		builderHint: {
			searchHint:
				'Set at least one value in the list event. Each item has event, eventId, previousStatus and the fields that AWS returns. To send requests to AWS for an event, connect the node awsChimeSdkVoice after the trigger.',
		},
		properties: [authentication, ...settings],
	};

	methods = {
		loadOptions: { getVoiceConnectors: createListOptions(voiceConnectors, thisMachine) },
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this, thisMachine);
	}
}
