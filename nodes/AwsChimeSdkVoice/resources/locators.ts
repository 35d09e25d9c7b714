import type { INodeProperties } from 'n8n-workflow';

import { id } from '../parameters/ids';
import type { Validate } from '../parameters/validation';
import { sent } from './fields';
import type { List, SentField } from './record';

/** The name under which the node offers a list to the editor. */
export const searchMethodOf = ({ entries }: List) => `search${entries}`;

/** An id in the path, chosen from a list or typed. */
export function locator({
	list,
	example,
	validate = id,
	isSensitive,
	...texts
}: Pick<INodeProperties, 'displayName' | 'name' | 'description'> & {
	list: List;
	example: string;
	validate?: Validate;
	/** Whether the id must not be shown in errors, such as a phone number. */
	isSensitive?: boolean;
}): SentField {
	const loadOptionsDependsOn = list.fields.map(({ property }) => `${property.name}.value`);
	const property: Pick<INodeProperties, 'type' | 'default'> & Partial<INodeProperties> = {
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
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
	return sent({ ...texts, in: 'path', list, isSensitive }, property, validate);
}
