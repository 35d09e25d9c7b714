import { keyOf, type State } from '../support/chime/state';
import { fixtureOf } from '.';
import type { SdkInput } from './fixture';
import { sampleSession } from './sessions';
import { ids } from './values';

/** A filter of a list with two values, each of which AWS answers with other entries. */
export interface FilterCase {
	awsName: string;
	/** Its name in the query. */
	filter: string;
	one: SdkInput;
	other: SdkInput;
}

const association = { FilterName: 'SipRuleId', FilterValue: 'rule' };

const of = (awsName: string, filter: string, one: SdkInput, other: SdkInput): FilterCase => ({
	awsName,
	filter,
	one,
	other,
});

/** Every filter that the test server has. */
export const filterCases = [
	of('ListPhoneNumbers', 'status', { Status: 'Assigned' }, { Status: 'Unassigned' }),
	of(
		'ListPhoneNumbers',
		'product-type',
		{ ProductType: 'VoiceConnector' },
		{ ProductType: 'SipMediaApplicationDialIn' },
	),
	of('ListPhoneNumbers', 'filter-name', association, {
		...association,
		FilterName: 'VoiceConnectorId',
	}),
	of('ListPhoneNumbers', 'filter-value', association, { ...association, FilterValue: 'others' }),
	of('ListProxySessions', 'status', { Status: 'Open' }, { Status: 'Closed' }),
	of(
		'ListSipRules',
		'sip-media-application',
		{ SipMediaApplicationId: 'one' },
		{ SipMediaApplicationId: 'other' },
	),
	of(
		'ListSupportedPhoneNumberCountries',
		'product-type',
		{ ProductType: 'VoiceConnector' },
		{ ProductType: 'SipMediaApplicationDialIn' },
	),
	of('SearchAvailablePhoneNumbers', 'area-code', { AreaCode: '206' }, { AreaCode: '503' }),
	of('SearchAvailablePhoneNumbers', 'city', { City: 'Seattle' }, { City: 'Portland' }),
	of('SearchAvailablePhoneNumbers', 'country', { Country: 'US' }, { Country: 'GB' }),
	of('SearchAvailablePhoneNumbers', 'state', { State: 'WA' }, { State: 'OR' }),
	of(
		'SearchAvailablePhoneNumbers',
		'phone-number-type',
		{ PhoneNumberType: 'Local' },
		{ PhoneNumberType: 'TollFree' },
	),
	of(
		'SearchAvailablePhoneNumbers',
		'toll-free-prefix',
		{ TollFreePrefix: '800' },
		{ TollFreePrefix: '888' },
	),
];

/** Ids in the path of a list. */
export const pathOfList = (awsName: string): SdkInput =>
	awsName === 'ListProxySessions' ? { VoiceConnectorId: ids.voiceConnectorId } : {};

/** Gives the test server an entry for each value of a filter. */
export function seedFilter(state: State, { awsName, one, other }: FilterCase): void {
	[one, other].forEach((input, index) => {
		const { parameters, seed } = fixtureOf(awsName);
		const session = { ...sampleSession, ProxySessionId: `${index}`, ...input };
		if ('voiceConnectorId' in parameters)
			state.of('sessions').set(keyOf(ids.voiceConnectorId, `${index}`), session);
		seed?.(state, { sipRuleId: `${index}`, phoneNumberId: `+1206555010${index}` }, input);
	});
}
