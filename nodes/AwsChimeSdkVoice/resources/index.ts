import { address } from './address';
import { call } from './call';
import { phoneNumber } from './phoneNumber';
import { phoneNumberOrder } from './phoneNumberOrder';
import { proxySession } from './proxySession';
import { sipMediaApplication } from './sipMediaApplication';
import { sipRule } from './sipRule';
import { voiceConnector } from './voiceConnector';
import { voiceConnectorProxy } from './voiceConnectorProxy';

/** Everything that the node works on, in the order of the Resource list. */
export const resources = [
	address,
	call,
	phoneNumber,
	phoneNumberOrder,
	proxySession,
	sipMediaApplication,
	sipRule,
	voiceConnector,
	voiceConnectorProxy,
];

/** The resource of a new node. */
export const defaultResource = proxySession;
