import { numbersOf } from '../support/chime/telephony';
import type { OperationFixture } from './fixture';
import { deleteOf, voiceConnectors } from './kinds';

const common = deleteOf(voiceConnectors);

export const fixture: OperationFixture = {
	...common,
	respond(state, request) {
		const isInUse = numbersOf(state, ['VoiceConnectorId', request.ids.voiceConnectorId]).length > 0;
		return isInUse ? [409, 'ConflictException'] : common.respond(state, request);
	},
};
