import { matches } from '../support/chime/state';
import { listOf, phoneNumbers } from './kinds';
import { ids, missing, productType, random } from './values';

export const fixture = listOf(phoneNumbers, {
	parameters: {
		status: 'Assigned',
		productType: 'SipMediaApplicationDialIn',
		filterName: 'SipRuleId',
		filterValue: ids.sipRuleId,
	},
	query: `filter-name=SipRuleId&filter-value=${ids.sipRuleId}&max-results=10&product-type=SipMediaApplicationDialIn&status=Assigned`,
	labels: ['Association', 'Association ID', 'Product Type', 'Status'],
	constraints: [
		{
			parameter: 'filters.status',
			label: 'Filters → Status',
			enumeration: 'PhoneNumberStatus',
			refused: ["'Free'", "''", '1', "['Assigned']", ...missing],
			accepted: ["'assigned'"],
		},
		productType('filters.productType', 'Filters → Product Type'),
		{
			parameter: 'filters.filterName',
			label: 'Filters → Association',
			beside: { filterValue: 'a' },
			enumeration: 'PhoneNumberAssociationName',
			refused: ["'Name'", "''", '1', ...missing],
			accepted: [],
		},
		{
			parameter: 'filters.filterValue',
			label: 'Filters → Association ID',
			beside: { filterName: 'SipRuleId' },
			refused: ["''", "' '", "'a\\u200b b'", ...missing],
			accepted: ["'a'", "'a\\n'", '1'],
		},
	],
	inputs: (fc) => ({
		Status: random.optional(fc, fc.constantFrom('Assigned', 'Unassigned', 'DeleteInProgress')),
		ProductType: random.optional(fc, random.productType(fc)),
		FilterName: fc.constantFrom('SipRuleId', 'VoiceConnectorId'),
		FilterValue: random.id(fc),
	}),
	given: ({ Status: status, ProductType: type, FilterName, FilterValue }) => ({
		status,
		productType: type,
		filterName: FilterName,
		filterValue: FilterValue,
	}),
	matches({ Status, ProductType, Associations }, query) {
		const [name, value] = [query.get('filter-name'), query.get('filter-value')];
		const associations = Object.values(Object(Associations));
		const isAssociated = associations.some(
			(each) => matches(Object(each).Name, name) && matches(Object(each).Value, value),
		);
		return (
			matches(Status, query.get('status')) &&
			matches(ProductType, query.get('product-type')) &&
			(isAssociated || (name === null && value === null))
		);
	},
	found({ Status = 'Assigned', ProductType = 'VoiceConnector', FilterName, FilterValue }) {
		return { Status, ProductType, Associations: [{ Name: FilterName, Value: FilterValue }] };
	},
});
