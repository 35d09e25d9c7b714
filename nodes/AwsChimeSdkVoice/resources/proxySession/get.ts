import { lookedUpIn } from '../lookup';
import { defineOperation } from '../operation';
import { one } from '../results';
import { voiceConnector } from '../voiceConnector/voiceConnector';
import { output, proxySession, retired, sessionItems, sessionPath, proxySessions } from './session';

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_GetProxySession.html */
export const get = defineOperation({
	awsName: 'GetProxySession',
	option: {
		name: 'Get',
		value: 'get',
		action: 'Get proxy session',
		description: 'Get the participants and the state of a proxy session',
	},
	method: 'GET',
	path: sessionPath,
	fields: [voiceConnector, proxySession, output],
	result: one('ProxySession', sessionItems),
	...lookedUpIn(proxySessions, { wholeField: 'Participants', entryItems: sessionItems }),
	idempotent: true,
	retired,
});
