import type fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Handler, State } from '../support/chime/state';

/** One request of AWS as the stand-in Chime serves it. */
export interface Route {
	/** AWS's name. */
	awsName: string;
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** With the names of its ids in braces. */
	path: string;
	/** Values of the query that distinguish this request from others. */
	query?: Record<string, string>;
	respond: Handler;
}

/** Values as the expressions that yield them: an expression can yield what no JSON can. */
export interface Constraint {
	/** The parameter behind the collections that hold it: `additionalFields.name`. */
	parameter: string;
	/** The same as the panel shows it: `Additional Fields → Name`. */
	label: string;
	isLocator?: boolean;
	/** Parameters beside it without which it is not sent. */
	beside?: INodeParameters;
	refused: string[];
	accepted: string[];
	/** AWS's name of the type whose values are all accepted, too. */
	enumeration?: string;
	/** AWS's pattern: what it matches is accepted, and nothing else. */
	pattern?: RegExp;
	/** What the node makes of a text before that. */
	read?(text: string): string;
}

/** What the editor shows for an operation, with every collection opened. */
export interface Panel {
	/** Of its picture. */
	name: string;
	parameters: INodeParameters;
	/** The labels of the operation's own parameters, from top to bottom. */
	labels: string[];
	/** Those of its options, beside the options of every operation. */
	optionLabels?: string[];
	firstOutput: 'Participants' | 'Success';
}

/** What the AWS SDK is given, by AWS's names; and what it returns. */
export type SdkInput = Record<string, unknown>;

/** Everything that the tests know of one operation of the node. */
export interface OperationFixture extends Route {
	resource: [value: string, label: string];
	operation: [value: string, label: string];
	/** The operation in the list of the node's actions. */
	action: string;
	/** Parameters with which one item comes out of `response`. */
	parameters: INodeParameters;
	/** A response of AWS; without a body where AWS sends none. */
	response: { statusCode: number; body?: object };
	/** Every parameter of the operation set, what is sent then, and what comes out of `response`. */
	example: {
		parameters: INodeParameters;
		request: [method: string, target: string, body?: object];
		items: IDataObject[];
	};
	/** Which hint a request has that may have had its effect; absent where it may be repeated. */
	ifUncertain?: RegExp;
	/** Whether AWS has ended its support, which hints and the panel say. */
	isRetired?: boolean;
	/** Whether input items share a request. */
	isShared?: boolean;
	/** Whether AWS may leave out the record of the response. */
	mayBeAbsent?: boolean;
	/** Parameters that hold phone numbers. */
	sensitive?: string[];
	/** Gives the stand-in Chime what the operation needs, under these ids by parameter name, for this input. */
	seed?(state: State, ids: Record<string, string>, input?: SdkInput): void;
	constraints: Constraint[];
	panels: Panel[];
	/** Inputs of the SDK, the same as parameters, and the item that the SDK's output must be equal to. */
	parity: {
		inputs(random: typeof fc): fc.Arbitrary<SdkInput>;
		parameters(input: SdkInput): object;
		item(output: SdkInput, input: SdkInput): unknown;
	};
}
