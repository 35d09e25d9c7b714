import { pageOf } from '../support/chime/state';
import { availableIn } from '../support/chime/inventory';
import type { OperationFixture } from './fixture';
import { phoneNumbers } from './kinds';
import { firstPhoneNumber, missing, random, inCapitals } from './values';

const filters = {
	areaCode: '206',
	city: 'Seattle',
	country: 'US',
	phoneNumberType: 'Local',
	state: 'WA',
	tollFreePrefix: '800',
};

const place = (name: string, label: string) => ({
	parameter: `filters.${name}`,
	label: `Filters → ${label}`,
	refused: ["''", "' '", "'x'.repeat(257)", '1.5', "['a']", ...missing],
	accepted: ["'Seattle'", "'x'.repeat(256)", '206', "'Seattle\\n'"],
});

export const fixture: OperationFixture = {
	awsName: 'SearchAvailablePhoneNumbers',
	method: 'GET',
	path: '/search',
	query: { type: 'phone-numbers' },
	resource: phoneNumbers.resource,
	operation: ['search', 'Search'],
	action: 'Search available phone numbers',
	parameters: {},
	response: { statusCode: 200, body: { E164PhoneNumbers: [firstPhoneNumber] } },
	example: {
		parameters: { returnAll: false, limit: 10, filters },
		request: [
			'GET',
			'/search?area-code=206&city=Seattle&country=US&max-results=10&phone-number-type=Local&state=WA&toll-free-prefix=800&type=phone-numbers',
		],
		items: [{ E164PhoneNumber: firstPhoneNumber }],
	},
	constraints: [
		place('areaCode', 'Area Code'),
		place('city', 'City'),
		place('state', 'State'),
		{
			parameter: 'filters.country',
			label: 'Filters → Country',
			pattern: /^[A-Z]{2}$/,
			read: inCapitals,
			refused: ["''", "'USA'", "'U'", "['US']", '1', ...missing],
			accepted: ["' us'", "'US\\n'", "'US'"],
		},
		{
			parameter: 'filters.phoneNumberType',
			label: 'Filters → Phone Number Type',
			enumeration: 'PhoneNumberType',
			refused: ["''", "'Mobile'", '1', "['Local']", ...missing],
			accepted: ["'LOCAL'"],
		},
		{
			parameter: 'filters.tollFreePrefix',
			label: 'Filters → Toll-Free Prefix',
			pattern: /^8(00|33|44|55|66|77|88)$/,
			read: (text) => text.trim(),
			refused: ["''", "'801'", "'80'", "'8000'", '801', ...missing],
			accepted: ["'800'", "'888'", "'800\\n'", '800'],
		},
	],
	panels: [
		{
			name: 'phoneNumber-search',
			parameters: { filters },
			labels: [
				...['Return All', 'Limit', 'Filters', 'Area Code', 'City', 'Country'],
				...['Phone Number Type', 'State', 'Toll-Free Prefix'],
			],
			firstOutput: 'Success',
		},
	],
	parity: {
		inputs: (fc) =>
			fc.record({
				AreaCode: random.optional(fc, fc.stringMatching(/^[0-9]{3}$/)),
				City: random.optional(fc, random.id(fc)),
				Country: random.optional(fc, random.country(fc)),
				State: random.optional(fc, random.id(fc)),
				TollFreePrefix: random.optional(fc, fc.constantFrom('800', '888')),
				PhoneNumberType: random.optional(fc, fc.constantFrom('Local', 'TollFree')),
				MaxResults: fc.integer({ min: 1, max: 500 }),
			}),
		parameters: ({ AreaCode, City, Country, State, TollFreePrefix, ...input }) => ({
			limit: input.MaxResults,
			filters: {
				areaCode: AreaCode,
				city: City,
				country: Country,
				state: State,
				tollFreePrefix: TollFreePrefix,
				phoneNumberType: input.PhoneNumberType,
			},
		}),
		// AWS has no phone numbers for most of what is generated here.
		item: ({ E164PhoneNumbers }) =>
			Object.values(Object(E164PhoneNumbers)).map((E164PhoneNumber) => ({ E164PhoneNumber }))[0],
	},
	respond(state, { query }) {
		const taken = state.of('PhoneNumbers');
		const free = availableIn(query).filter((number) => !taken.has(number));
		return pageOf(state, 'E164PhoneNumbers', free, query);
	},
};
