import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { execute } from './execute';
import { optionsProperty } from './job';
import { createListSearch } from './listSearch/search';
import { errors, failuresAreItems, outputs, outputsForModels } from './outputs/table';
import { authentication, credentials } from './parameters/authentication';
import { defaultResource, resources } from './resources';
import { keepingCollections } from './resources/collections';
import { listsOf, propertiesOf, subtitleOf } from './resources/properties';
import { thisMachine } from './transport/world';

export class AwsChimeSdkVoice implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AWS Chime SDK Voice',
		name: 'awsChimeSdkVoice',
		icon: { light: 'file:awsChimeSdkVoice.svg', dark: 'file:awsChimeSdkVoice.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: subtitleOf(resources),
		description:
			'Manage calls, phone numbers, SIP rules, voice connectors and proxy sessions of Amazon Chime SDK Voice, with an output per HTTP error code',
		defaults: { name: 'AWS Chime SDK Voice' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs,
		credentials,
		builderHint: { searchHint: outputsForModels },
		properties: keepingCollections([
			authentication,
			...propertiesOf(resources, defaultResource),
			errors,
			...failuresAreItems,
			optionsProperty,
		]),
	};

	methods = { listSearch: createListSearch(listsOf(resources), thisMachine) };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, thisMachine);
	}
}
