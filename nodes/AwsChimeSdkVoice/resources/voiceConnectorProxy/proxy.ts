import { one, withIds } from '../results';

export const proxyPath = '/voice-connectors/{voiceConnectorId}/programmable-numbers/proxy';

/** The proxy settings as AWS sends them, behind the id of the voice connector. */
export const proxyResult = one('Proxy', withIds);
