import { proxySession } from './proxySession';
import { voiceConnector } from './voiceConnector';
import { voiceConnectorProxy } from './voiceConnectorProxy';

/** Everything that the node works on, in the order of the Resource list. */
export const resources = [proxySession, voiceConnector, voiceConnectorProxy];
