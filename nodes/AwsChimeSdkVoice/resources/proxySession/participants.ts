import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../parameters/validation';

/**
 * One item per participant: `PhoneNumber` and `ProxyPhoneNumber` (null where AWS sent none), and
 * every other field of the session with AWS's name and value. A session without participants gives
 * no item; entries that are no participant are passed over. Undefined when `Participants` is no list.
 *
 * @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_ProxySession.html
 */
export function participantItems({
	Participants,
	...session
}: IDataObject): IDataObject[] | undefined {
	const participants: unknown = Participants ?? [];
	if (!Array.isArray(participants)) return undefined;
	return participants.filter(isRecord).map(({ PhoneNumber, ProxyPhoneNumber }) => ({
		PhoneNumber: PhoneNumber ?? null,
		ProxyPhoneNumber: ProxyPhoneNumber ?? null,
		...session,
	}));
}
