import type { INodeProperties } from 'n8n-workflow';

import { id } from '../parameters/ids';
import { isRecord, type Validate } from '../parameters/validation';
import { sent } from './fields';
import type { List, SentField } from './record';

/** The name under which the node offers a list to the editor. */
export const searchMethodOf = ({ entries }: List) => `search${entries}`;

/** An id, chosen from a list or typed: in the path unless `in` says where. */
export function locator({
	list,
	example,
	validate = id,
	required = true,
	...spec
}: Pick<INodeProperties, 'displayName' | 'name' | 'description'> &
	Partial<Pick<SentField, 'in' | 'awsName' | 'isSensitive'>> & {
		list: List;
		example: string;
		validate?: Validate;
		required?: boolean;
	}): SentField {
	const loadOptionsDependsOn = list.fields.map(({ property }) => `${property.name}.value`);
	const property: Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties> = {
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: searchMethodOf(list), searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${example}`,
			},
		],
		...(loadOptionsDependsOn.length > 0 && { typeOptions: { loadOptionsDependsOn } }),
	};
	return sent({ in: 'path', ...spec, list }, property, (value, label, beside) =>
		validate(idIn(value), label, beside),
	);
}

/** n8n takes the id out of a locator, but not inside of a collection. */
function idIn(value: unknown): unknown {
	return isRecord(value) && 'mode' in value && 'value' in value ? value.value : value;
}
