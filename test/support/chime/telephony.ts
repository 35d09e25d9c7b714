import type { Entry, ReadRequest, Reply, State } from './state';

/** Milliseconds after which an order is done. */
const orderDuration = 3_000;

/** AWS's default quotas of a region, by kind. */
export const awsQuotas = { PhoneNumbers: 5, SipMediaApplications: 30, VoiceConnectors: 3 };

/** A refusal where so many more things of a kind would be more than the account may have. */
export function overQuota(state: State, kind: string, more = 1): Reply | undefined {
	const most = state.quotas[kind] ?? Infinity;
	return state.of(kind).size + more > most ? [400, 'ResourceLimitExceededException'] : undefined;
}

/** What a phone number is associated with. */
export type Owner = [Name: 'SipRuleId' | 'VoiceConnectorId', Value: string];

const associationsOf = ({ Associations }: Entry): Entry[] =>
	Array.isArray(Associations) ? Associations : [];

/** Whether anything but this owner has the phone number. */
export const isHeldByOthers = (number: Entry, [Name, Value]: Owner) =>
	associationsOf(number).some((each) => each.Name !== Name || each.Value !== Value);

export const isHeldBy = (number: Entry, [Name, Value]: Owner) =>
	associationsOf(number).some((each) => each.Name === Name && each.Value === Value);

export function assign(number: Entry, [Name, Value]: Owner, now: Date): void {
	const AssociatedTimestamp = now.toISOString();
	Object.assign(number, {
		Status: 'Assigned',
		Associations: [{ Name, Value, AssociatedTimestamp }],
	});
}

export const unassign = (number: Entry) =>
	void Object.assign(number, { Status: 'Unassigned', Associations: [] });

/** The phone numbers of an owner. */
export const numbersOf = (state: State, owner: Owner) =>
	[...state.of('PhoneNumbers').values()].filter((number) => isHeldBy(number, owner));

/** A phone number as AWS gives it after an order. */
export const boughtNumber = (
	E164PhoneNumber: string,
	{ ProductType, PhoneNumberOrderId, Name }: Entry,
	now: Date,
): Entry => ({
	PhoneNumberId: E164PhoneNumber,
	E164PhoneNumber,
	Country: 'US',
	Type: /^\+18(00|33|44|55|66|77|88)/.test(E164PhoneNumber) ? 'TollFree' : 'Local',
	ProductType,
	Status: 'Unassigned',
	Capabilities: { InboundCall: true, OutboundCall: true },
	Associations: [],
	CreatedTimestamp: now.toISOString(),
	UpdatedTimestamp: now.toISOString(),
	OrderId: PhoneNumberOrderId,
	Name,
});

/** Starts an order, which is done some seconds later. */
export function startOrder(state: State, order: Entry, { now, body: { Name } }: ReadRequest): void {
	const open = { order, Name, since: now.getTime() };
	state.of('PhoneNumberOrders').set(String(order.PhoneNumberOrderId), order);
	state.of('openOrders').set(String(order.PhoneNumberOrderId), open);
}

/** Puts the phone numbers of the orders that are done into the inventory; a number that is there has failed. */
export function completeOrders(state: State, now: Date): void {
	const inventory = state.of('PhoneNumbers');
	for (const [id, { order, Name, since }] of state.of('openOrders')) {
		if (now.getTime() - Number(since) < orderDuration) continue;
		state.of('openOrders').delete(id);
		const { OrderedPhoneNumbers, ...fields }: Entry = Object(order);
		const ordered: Entry[] = Array.isArray(OrderedPhoneNumbers) ? OrderedPhoneNumbers : [];
		for (const each of ordered) {
			const number = String(each.E164PhoneNumber);
			each.Status = inventory.has(number) ? 'Failed' : 'Acquired';
			if (each.Status === 'Acquired')
				inventory.set(number, boughtNumber(number, { ...fields, Name }, now));
		}
		const failed = ordered.filter(({ Status }) => Status === 'Failed').length;
		const partly = failed < ordered.length ? 'Partial' : 'Failed';
		Object.assign(Object(order), {
			Status: failed === 0 ? 'Successful' : partly,
			UpdatedTimestamp: now.toISOString(),
		});
	}
}
