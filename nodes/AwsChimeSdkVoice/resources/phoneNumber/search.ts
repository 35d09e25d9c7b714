import { choice, country, filters, text, upTo256Characters } from '../fields';
import { isRecord, trimmed } from '../../parameters/validation';
import { getMany as getManyOf } from '../getMany';
import { defineList } from '../record';
import { asItem } from '../results';
import { regions } from './phoneNumber';

const place = (displayName: string, name: string, placeholder: string, description: string) =>
	text({
		displayName,
		name,
		in: 'query',
		...upTo256Characters,
		placeholder,
		description,
	});

const phoneNumberType = choice({
	displayName: 'Phone Number Type',
	name: 'phoneNumberType',
	in: 'query',
	options: [
		{ name: 'Local', value: 'Local' },
		{ name: 'Toll-Free', value: 'TollFree' },
	],
	description: 'Only phone numbers of this type. AWS uses this filter outside the US only.',
});

const availablePhoneNumbers = defineList({
	awsName: 'SearchAvailablePhoneNumbers',
	regions,
	path: '/search',
	query: { type: 'phone-numbers' },
	fields: [],
	entries: 'E164PhoneNumbers',
	idField: 'E164PhoneNumber',
	details: [],
	largestPage: 500,
	hasTextEntries: true,
});

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_SearchAvailablePhoneNumbers.html */
export const search = getManyOf(availablePhoneNumbers, {
	option: {
		name: 'Search',
		value: 'search',
		action: 'Search available phone numbers',
		description: 'Get phone numbers that can be ordered from AWS, one item per phone number',
	},
	// An order behind it buys each of them.
	initialLimit: 5,
	fields: [
		filters(
			place('Area Code', 'areaCode', 'e.g. 206', 'Only US phone numbers with this area code'),
			place(
				'City',
				'city',
				'e.g. Seattle',
				'Only US phone numbers of this city. AWS also needs State.',
			),
			country({
				displayName: 'Country',
				name: 'country',
				in: 'query',
				description: 'Only phone numbers of this country: two capital letters (ISO 3166-1)',
			}),
			phoneNumberType,
			place('State', 'state', 'e.g. WA', 'Only US phone numbers of this state'),
			text({
				displayName: 'Toll-Free Prefix',
				name: 'tollFreePrefix',
				in: 'query',
				pattern: /^8(00|33|44|55|66|77|88)$/,
				form: 'one of 800, 833, 844, 855, 866, 877, 888',
				read: trimmed,
				placeholder: 'e.g. 800',
				description: 'Only US toll-free phone numbers with this prefix',
			}),
		),
	],
	adviceOn: ({ filters: given }, statusCode) =>
		statusCode === 400 && isRecord(given) && Object.hasOwn(given, phoneNumberType.property.name)
			? 'AWS also responds with 400 where it has no phone numbers of the type in the country: choose another "Phone Number Type" or "Country". Phone Number → Get Countries lists the types by country.'
			: undefined,
	entryItems: asItem,
});
