import { AwsChimeSdkVoice } from '../../../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { evaluate } from '../../../engine/evaluate';

const node = new AwsChimeSdkVoice();

test.each([
	['proxySession', 'create', 'Create: Proxy Session'],
	['proxySession', 'delete', 'Delete: Proxy Session'],
	['proxySession', 'get', 'Get: Proxy Session'],
	['proxySession', 'getAll', 'Get Many: Proxy Session'],
	['proxySession', 'update', 'Update: Proxy Session'],
	['voiceConnectorProxy', 'delete', 'Delete: Voice Connector Proxy'],
	['voiceConnectorProxy', 'get', 'Get: Voice Connector Proxy'],
	['voiceConnectorProxy', 'set', 'Set: Voice Connector Proxy'],
])('below the name of a node for %s: %s stands «%s»', (resource, operation, subtitle) => {
	const shown = evaluate(node, node.description.subtitle ?? '', {}, { resource, operation });
	expect(shown).toBe(subtitle);
});
