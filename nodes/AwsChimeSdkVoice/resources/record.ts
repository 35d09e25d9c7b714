import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Validate } from '../parameters/validation';

/** The values of an operation's fields for one input item, by name, expressions resolved. */
export type Parameters = Record<string, unknown>;

/**
 * One parameter of an operation: a value for AWS, a collection of such values, or a value for the node
 * alone.
 */
export type Field = SentField | CollectionField | NodeField;

/** A value that goes into the request. It is sent when the node has the parameter, or when it is required. */
export interface SentField {
	/** What n8n shows. */
	property: INodeProperties;
	in: 'path' | 'query' | 'body';
	/**
	 * AWS's name. In a body, `List[]` appends the value to a list and `Structure.Member` puts it into a
	 * structure.
	 */
	awsName: string;
	validate: Validate;
	/** The name of a field in the same collection: AWS takes both or neither. */
	pairedWith?: string;
	/** Whether the value must not be shown in errors. */
	isSensitive?: boolean;
	/** The list that the editor offers to choose from. */
	list?: List;
}

/** Fields inside a collection of the panel; AWS does not see the collection. */
export interface CollectionField {
	property: INodeProperties;
	fields: Array<SentField | CollectionField>;
	/** The key between a fixed collection and its fields, which the panel shows all at once. */
	group?: string;
	/** Whether there may be nothing to set without any of the fields. */
	isUpdate?: boolean;
}

/** What the node itself reads, such as Output or Limit. */
export interface NodeField {
	property: INodeProperties;
	/** For a value that is checked before anything is sent. */
	validate?: Validate;
}

/** A request as AWS's API reference describes it. */
export interface RequestRecord {
	/** AWS's name for the request, which is also the IAM permission that it needs. */
	awsName: string;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** With the parameters' names in braces: `/voice-connectors/{voiceConnectorId}`. */
	path: string;
	/** Values of the query that never change. */
	query?: Record<string, string>;
	fields: Field[];
	/** The body of a request of which no field is set. */
	body?: IDataObject;
	/** Whether the record of the response holds a list of any length, so that it can be as large as a page. */
	hasLongList?: boolean;
	/** The end of AWS's support: since that day, AWS may refuse the request. */
	retired?: string;
	/** The regions that have its resources; absent where all have them. */
	regions?: string[];
}

export type Repeats =
	| { /** A second request changes nothing more, so it may be repeated. */ idempotent: true }
	| {
			/** A second request adds something: it is repeated only where the first had no effect. */
			idempotent: false;
			/** What to check when a request may have had its effect, but no response says so. */
			ifUncertain: string;
	  };

/** A request, and whether it may be repeated. */
export type Repeatable = RequestRecord & Pick<Repeats, 'idempotent'>;

/** One of AWS's lists, for Get Many and for the editor to choose from. */
export interface List extends RequestRecord {
	method: 'GET';
	/** Where the response holds the entries. */
	entries: string;
	/** Where an entry holds its id. */
	idField: string;
	/** Where an entry holds its name, if not in `Name`. */
	nameField?: string;
	/** Whether entries are bare text; each becomes a record with the text at `idField`. */
	hasTextEntries?: boolean;
	/**
	 * Fields that distinguish entries of the same name, and never change. One that ends in `Timestamp` is
	 * shown as a time.
	 */
	details: string[];
	/** Fields that change, such as a status: the search finds entries by them, but they are not shown. */
	changing?: string[];
	/** The most entries that AWS gives at once. */
	largestPage: number;
}

export function defineList(list: Omit<List, 'method'>): List {
	return { ...list, method: 'GET' };
}
