import { deleteOf, voiceConnectors } from './kinds';

export const fixture = deleteOf(voiceConnectors);
