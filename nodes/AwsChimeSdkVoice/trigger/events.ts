import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { ListOperation, Operation, BulkOperation } from '../resources/operation';
import { getMany as phoneNumbers } from '../resources/phoneNumber/getMany';
import { getMany as phoneNumberOrders } from '../resources/phoneNumberOrder/getMany';
import { finalStatuses } from '../resources/phoneNumberOrder/phoneNumberOrder';
import { get as proxySession } from '../resources/proxySession/get';
import { getMany as proxySessions } from '../resources/proxySession/getMany';
import type { Remembered } from './state';

/** An event that the user can choose. */
export interface TriggerEvent {
	option: INodePropertyOptions & { value: string };
	/** Whether a thing, as it is now, could be a sample of the event. */
	isSample(thing: IDataObject): boolean;
}

/** A change of a thing since the last poll. */
export interface Change {
	event: TriggerEvent;
	/** The kind of change, for an event that stands for several kinds. */
	change?: string;
	/** Distinguishes the change from the same change of the same thing at another time. */
	key: Array<string | number>;
}

/** A list of AWS in which the trigger looks for changes. */
export interface WatchedList {
	operation: ListOperation;
	events: TriggerEvent[];
	/** AWS's status of a thing, and what else the changes depend on. */
	statusOf(thing: IDataObject): string;
	/**
	 * The changes of a thing.
	 *
	 * @param before undefined for a thing that is new in the list
	 */
	changesOf(thing: IDataObject, now: Remembered, before: Remembered | undefined): Change[];
	/** How to get a thing that is no longer in the list, and the change that its end is. */
	end?: {
		get: Exclude<Operation, BulkOperation>;
		/** Whether the end is a change for a thing with this status. */
		mayFollow(before: Remembered): boolean;
		change: Change;
	};
}

/** AWS's status of a thing; null where AWS sent none. */
export const statusIn = ({ status }: Remembered) => status.split(' ')[0] || null;

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const always = () => true;

const isClosed = ({ Status }: IDataObject) => Status === 'Closed';

const sessionOpened: TriggerEvent = {
	option: {
		name: 'Proxy Session Opened',
		value: 'proxySessionOpened',
		description: 'A proxy session is new',
	},
	isSample: (session) => !isClosed(session),
};
const sessionChanged: TriggerEvent = {
	option: {
		name: 'Proxy Session Changed',
		value: 'proxySessionChanged',
		description: 'A proxy session that is still open was changed',
	},
	isSample: (session) => !isClosed(session),
};
const sessionEnded: TriggerEvent = {
	option: {
		name: 'Proxy Session Ended',
		value: 'proxySessionEnded',
		description: 'A proxy session was closed, has expired or was deleted',
	},
	isSample: isClosed,
};

const ended: Change = { event: sessionEnded, key: [] };

const watchedSessions: WatchedList = {
	operation: proxySessions,
	events: [sessionChanged, sessionEnded, sessionOpened],
	statusOf: ({ Status }) => textOf(Status),
	changesOf(session, now, before) {
		const isNew: Change[] = before ? [] : [{ event: sessionOpened, key: [] }];
		// A session does not open again.
		if (before?.status === 'Closed') return [];
		if (isClosed(session)) return [...isNew, ended];
		const isChanged = before && (before.status !== now.status || before.updated !== now.updated);
		return isChanged ? [{ event: sessionChanged, key: [now.status, now.updated] }] : isNew;
	},
	end: { get: proxySession, mayFollow: ({ status }) => status !== 'Closed', change: ended },
};

const isFinal = ({ Status }: IDataObject) => finalStatuses.has(Status);

const orderChanged: TriggerEvent = {
	option: {
		name: 'Phone Number Order Changed',
		value: 'phoneNumberOrderChanged',
		description: 'A phone number order is new, or was changed',
	},
	isSample: always,
};
const orderFinished: TriggerEvent = {
	option: {
		name: 'Phone Number Order Finished',
		value: 'phoneNumberOrderFinished',
		description:
			'A phone number order has its final status: Successful, Partial, Failed, Cancelled or Exception',
	},
	isSample: isFinal,
};

const watchedOrders: WatchedList = {
	operation: phoneNumberOrders,
	events: [orderChanged, orderFinished],
	statusOf: ({ Status }) => textOf(Status),
	changesOf(order, now, before) {
		const isOther = before?.status !== now.status;
		const isChanged = isOther || before.updated !== now.updated;
		return [
			...(isChanged ? [{ event: orderChanged, key: [now.status, now.updated] }] : []),
			...(isOther && isFinal(order) ? [{ event: orderFinished, key: [now.status] }] : []),
		];
	},
};

const numberChanged: TriggerEvent = {
	option: {
		name: 'Phone Number Changed',
		value: 'phoneNumberChanged',
		description:
			'A phone number is new, has another status, has failed, will be deleted, or has another calling name, or AWS refused its calling name',
	},
	isSample: always,
};

/** What is said of a number's calling name, by AWS's status of it. */
const callingNameChanges = new Map<unknown, string>([
	['UpdateSucceeded', 'callingNameUpdated'],
	['UpdateFailed', 'callingNameFailed'],
]);
const leaving = 'leaving';

const watchedNumbers: WatchedList = {
	operation: phoneNumbers,
	events: [numberChanged],
	statusOf({ Status, CallingNameStatus, DeletionTimestamp }) {
		const isLeaving = Boolean(DeletionTimestamp) || /^(Release|Delete)In/.test(textOf(Status));
		return [textOf(Status), textOf(CallingNameStatus), isLeaving ? leaving : ''].join(' ');
	},
	changesOf(_number, now, before) {
		const [status, naming, isLeaving] = now.status.split(' ');
		const [oldStatus, oldNaming, wasLeaving = ''] = before?.status.split(' ') ?? [];
		const leaves = isLeaving !== '' && wasLeaving === '';
		const changes: Array<string | false | undefined> = [
			status !== oldStatus && changeOf(status, { isNew: !before, leaves }),
			status === oldStatus && leaves && 'toBeDeleted',
			before && naming !== oldNaming && callingNameChanges.get(naming),
		];
		return changes.flatMap((change) =>
			change ? [{ event: numberChanged, change, key: [status, now.updated] }] : [],
		);
	},
};

/** What the new status of a phone number means. */
function changeOf(status: string, { isNew, leaves }: { isNew: boolean; leaves: boolean }) {
	if (status.endsWith('Failed')) return 'failed';
	if (leaves) return 'toBeDeleted';
	return isNew ? 'new' : 'status';
}

export const trunkSilent: TriggerEvent = {
	option: {
		name: 'SIP Trunk Silent',
		value: 'sipTrunkSilent',
		description:
			'A SIP trunk has sent no OPTIONS message for some minutes, or sends one again after that',
	},
	isSample: always,
};

export const watchedLists = [watchedNumbers, watchedOrders, watchedSessions];

/** In the order of the panel. */
export const events = [...watchedLists.flatMap((watched) => watched.events), trunkSilent];

/** The events for which the trigger looks into voice connectors. */
export const connectorEvents = [...watchedSessions.events, trunkSilent];
