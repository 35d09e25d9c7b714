import { AwsChimeSdkVoice } from '../../../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { evaluate } from '../../../support/engine/evaluate';
import { fixtures } from '../../../operations';

const node = new AwsChimeSdkVoice();

test.each(fixtures)(
	'the subtitle of a node for $awsName has the labels of the panel',
	({ resource, operation }) => {
		const choice = { resource: resource[0], operation: operation[0] };
		const shown = evaluate(node, node.description.subtitle ?? '', {}, choice);
		expect(shown).toBe(`${operation[1]}: ${resource[1]}`);
	},
);
