/** Phone numbers of one place that AWS sells; nobody can have any of them. */
interface Place {
	country: string;
	type: 'Local' | 'TollFree';
	/** What stands before the last four digits. */
	prefix: string;
	areaCode?: string;
	city?: string;
	state?: string;
	tollFreePrefix?: string;
}

const ofCity = (areaCode: string, city: string, state: string): Place => ({
	country: 'US',
	type: 'Local',
	prefix: `+1${areaCode}555`,
	areaCode,
	city,
	state,
});

const tollFree = (tollFreePrefix: string): Place => ({
	country: 'US',
	type: 'TollFree',
	prefix: `+1${tollFreePrefix}555`,
	tollFreePrefix,
});

const abroad = (country: string, city: string, prefix: string): Place => ({
	country,
	type: 'Local',
	prefix,
	city,
});

const places: Place[] = [
	ofCity('206', 'Seattle', 'WA'),
	ofCity('212', 'New York', 'NY'),
	ofCity('415', 'San Francisco', 'CA'),
	ofCity('503', 'Portland', 'OR'),
	...['800', '833', '844', '855', '866', '877', '888'].map(tollFree),
	abroad('GB', 'London', '+44207946'),
	abroad('DE', 'Berlin', '+49302312'),
];

/** The filters of a search, by their names in the query. */
const filters: Record<string, (place: Place) => string | undefined> = {
	'area-code': ({ areaCode }) => areaCode,
	city: ({ city }) => city,
	country: ({ country }) => country,
	'phone-number-type': ({ type }) => type,
	state: ({ state }) => state,
	'toll-free-prefix': ({ tollFreePrefix }) => tollFreePrefix,
};

/** A hundred phone numbers of each place that all filters name; of the United States unless they name a country. */
export function availableIn(query: URLSearchParams): string[] {
	const wanted = { country: 'US', ...Object.fromEntries(query) };
	const isWanted = (place: Place) =>
		Object.entries(wanted).every(
			([name, value]) => !filters[name] || filters[name](place) === value,
		);
	return places
		.filter(isWanted)
		.flatMap(({ prefix }) => Array.from({ length: 100 }, (_, index) => `${prefix}0${100 + index}`));
}

/** Countries in which AWS has phone numbers for a product, and their types. */
export function countriesFor(productType: string | null) {
	const sold = places.filter(({ country }) => country === 'US' || productType !== 'VoiceConnector');
	return [...new Set(sold.map(({ country }) => country))].map((CountryCode) => ({
		CountryCode,
		SupportedPhoneNumberTypes: [
			...new Set(sold.flatMap(({ country, type }) => (country === CountryCode ? type : []))),
		],
	}));
}

/** Whether a text may be a phone number of such a country. */
export const canBeSold = (number: unknown) =>
	/^\+(1[2-9]\d{9}|(44|49)\d{7,11})$/.test(String(number));
