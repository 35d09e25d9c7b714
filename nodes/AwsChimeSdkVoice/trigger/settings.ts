import type { ExpressionString, INodeProperties, IPollFunctions } from 'n8n-workflow';

import { id } from '../parameters/ids';
import { listOfUpTo, someOf } from '../parameters/lists';
import { trueOrFalse, wholeNumber } from '../parameters/validation';
import { connectorEvents, events, trunkSilent, type TriggerEvent } from './events';

/** The events that start the workflow, and what they depend on. */
export interface Settings {
	events: TriggerEvent[];
	/** The ids of voice connectors; undefined for all. */
	connectors: string[] | undefined;
	/** Minutes without an OPTIONS message after which a trunk is silent. */
	silentMinutes: number;
	/** Whether a trunk that is silent when the trigger first looks at it is an event. */
	reportsSilent: boolean;
	/** Minutes for which nothing is said of faults that may pass. */
	ignoreFaultsMinutes: number;
}

const byLabel = (one: TriggerEvent, other: TriggerEvent) =>
	one.option.name < other.option.name ? -1 : 1;
const valuesOf = (list: TriggerEvent[]) => list.map(({ option }) => option.value);

const event: INodeProperties = {
	displayName: 'Events',
	name: 'event',
	type: 'multiOptions',
	noDataExpression: true,
	required: true,
	options: [...events].sort(byLabel).map(({ option }) => option),
	default: [],
	description: 'What starts the workflow, with one item per event',
};

const voiceConnectorIds: INodeProperties = {
	displayName: 'Voice Connector Names or IDs',
	name: 'voiceConnectorIds',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getVoiceConnectors' },
	displayOptions: { show: { event: valuesOf(connectorEvents) } },
	default: [],
	description:
		'Only events of these voice connectors. Without a choice, events of all voice connectors. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const silentMinutes: INodeProperties = {
	displayName: 'Silent for (Minutes)',
	name: 'silentMinutes',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 525_600, numberPrecision: 0 },
	displayOptions: { show: { event: valuesOf([trunkSilent]) } },
	default: 10,
	description:
		'After how many minutes without a SIP OPTIONS message a trunk counts as silent. Use several times the interval at which the trunk sends these messages.',
};

const ignoreFaultsMinutes: INodeProperties = {
	displayName: 'Ignore Faults for (Minutes)',
	name: 'ignoreFaultsMinutes',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1_440, numberPrecision: 0 },
	default: 0,
	description:
		'For how many minutes failed polls start no error workflow, if the cause may be temporary, such as HTTP 503 or a timeout. The next successful poll finds all changes since the last one. With 0, every failed poll starts the error workflow.',
};

const reportSilentTrunks: INodeProperties = {
	displayName: 'Report Trunks That Are Already Silent',
	name: 'reportSilentTrunks',
	type: 'boolean',
	displayOptions: { show: { '/event': valuesOf([trunkSilent]) } },
	default: false,
	description:
		'Whether a trunk that is silent when the workflow is published starts the workflow, too. Otherwise, only a trunk that was heard before can be silent.',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [ignoreFaultsMinutes, reportSilentTrunks],
};

export const settings = [event, voiceConnectorIds, silentMinutes, options];

/** The text below the node's name on the canvas: the chosen events. */
export const subtitle: ExpressionString = `={{ $parameter.event.map((event) => (${JSON.stringify(
	Object.fromEntries(events.map(({ option }) => [option.value, option.name])),
)})[event]).join(', ') }}`;

const mostConnectors = 1_000;
const connectorIds = listOfUpTo(mostConnectors, 'IDs of voice connectors', id);

/**
 * The settings as the user made them.
 *
 * @throws InvalidParameter
 */
export function readSettings(context: IPollFunctions): Settings {
	const read = ({ name }: INodeProperties, fallback: unknown, collection = '') =>
		context.getNodeParameter(`${collection}${name}`, fallback);
	const chosen = someOf(valuesOf(events))(read(event, []), event.displayName);
	const connectors: unknown = read(voiceConnectorIds, []);
	const isAll = connectors === '' || (Array.isArray(connectors) && connectors.length === 0);
	const silent = read(silentMinutes, silentMinutes.default);
	const reported = read(reportSilentTrunks, reportSilentTrunks.default, `${options.name}.`);
	const ignored = read(ignoreFaultsMinutes, ignoreFaultsMinutes.default, `${options.name}.`);
	return {
		events: events.filter(({ option }) => chosen.includes(option.value)),
		connectors: isAll
			? undefined
			: [...new Set(connectorIds(connectors, voiceConnectorIds.displayName))],
		silentMinutes: wholeNumber(1, 525_600)(silent, silentMinutes.displayName),
		reportsSilent: trueOrFalse(reported, reportSilentTrunks.displayName),
		ignoreFaultsMinutes: wholeNumber(0, 1_440)(ignored, ignoreFaultsMinutes.displayName),
	};
}
