import type { IDataObject } from 'n8n-workflow';

import { isRecord, trueOrFalse, wholeNumber } from '../../parameters/validation';
import { additionalFields, required } from '../fields';
import {
	defineOperation,
	type PartialResult,
	type Step,
	type StepsAfter,
	type StepSequence,
} from '../operation';
import type { NodeField } from '../record';
import { e164PhoneNumbers, name, productType, regions } from '../phoneNumber/phoneNumber';
import { behind, recordIn } from '../results';
import { get } from './get';
import { finalStatuses, phoneNumberOrderResult, phoneNumberOrders } from './phoneNumberOrder';

/** Milliseconds before the order is read for the first time; each later wait is 1.5 times as long. */
const firstWait = 1_000;
const longestWait = 30_000;
const growth = 1.5;
/** In milliseconds, of the last request before the time is over; half of a shorter time. */
const longestRead = 1_000;
/** An order as AWS sends it. */
const orderId = /^[\w-]{1,100}$/;
/** The status of a phone number that AWS could not provide; AWS says no more of it. */
const failedStatus = 'Failed';
const ifNotProvided =
	'Somebody else may have taken the phone number: search again, and order only what has failed.';
/** AWS's orders have as many phone numbers as were ordered; a much longer list is not AWS's. */
const mostNumbers = 1_000;

const waitForCompletion: NodeField = {
	property: {
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		description:
			'Whether to wait until AWS has processed every phone number of the order, and to return one item per phone number',
	},
	validate: trueOrFalse,
};

const waitTimeout: NodeField = {
	property: {
		displayName: 'Wait Timeout (Seconds)',
		name: 'waitTimeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 86_400, numberPrecision: 0 },
		default: 300,
		description:
			'How many seconds Wait for Completion waits at most. After this time, the node returns the phone numbers with their current status.',
	},
	validate: wholeNumber(1, 86_400),
};

/** Reads the order until its status is final, or the time is over. */
const completion: StepsAfter = {
	ifSet: waitForCompletion.property.name,
	requests: [get],
	*run({ body, requestId }, { parameters }, start): StepSequence<PartialResult | undefined> {
		let order = recordIn(body, 'PhoneNumberOrder');
		const phoneNumberOrderId = order?.PhoneNumberOrderId;
		// Without an id it cannot be read again.
		if (!order || typeof phoneNumberOrderId !== 'string' || !orderId.test(phoneNumberOrderId))
			return order && numbersOf(order, requestId);
		const step: Step = {
			request: get,
			parameters: { phoneNumberOrderId },
			tolerates: ({ statusCode }) =>
				statusCode === null || [404, 408, 429].includes(statusCode) || statusCode >= 500,
			ifFails: `AWS has accepted the order with the ID ${phoneNumberOrderId}, but the node could not read its status: do not order again.`,
		};
		let lastId = requestId;
		let now = start;
		const duration = Number(parameters[waitTimeout.property.name]) * 1_000;
		const deadline = start + duration;
		const last = deadline - Math.min(longestRead, duration / 2);
		for (let wait = firstWait; !finalStatuses.has(order.Status) && now < last; wait *= growth) {
			yield Math.min(wait, longestWait, last - now);
			const read = yield { ...step, deadline };
			now = read.now;
			lastId = read.response?.requestId ?? lastId;
			order = recordIn(read.response?.body, 'PhoneNumberOrder') ?? order;
		}
		return numbersOf(order, lastId);
	},
};

/**
 * One item per phone number, with its own status, and with that of the order as `OrderStatus`; those that
 * have failed are failures.
 */
function numbersOf(
	{ OrderedPhoneNumbers, Status, ...order }: IDataObject,
	requestId: string | null,
): PartialResult | undefined {
	const numbers: unknown = OrderedPhoneNumbers ?? [];
	if (!Array.isArray(numbers) || numbers.length > mostNumbers) return undefined;
	const rows = numbers.length > 0 ? numbers.filter(isRecord) : [{}];
	const isFailed = ({ Status: status }: IDataObject) => status === failedStatus;
	const items = rows
		.filter((row) => !isFailed(row))
		.map(({ E164PhoneNumber, Status: status }) => {
			const number = { E164PhoneNumber: E164PhoneNumber ?? null, Status: status ?? null };
			return behind({ ...number, OrderStatus: Status ?? null }, order);
		});
	const message = `AWS could not provide this phone number. The order ${String(order.PhoneNumberOrderId)} has the status ${String(Status)}.`;
	const error = { statusCode: null, code: failedStatus, message, requestId, hint: ifNotProvided };
	const failed = rows.filter(isFailed).map(({ E164PhoneNumber }) => ({
		name: 'e164PhoneNumber',
		value: String(E164PhoneNumber ?? ''),
		error,
	}));
	return { items, failed };
}

/** @see https://docs.aws.amazon.com/chime-sdk/latest/APIReference/API_voice-chime_CreatePhoneNumberOrder.html */
export const create = defineOperation({
	awsName: 'CreatePhoneNumberOrder',
	regions,
	option: {
		name: 'Create',
		value: 'create',
		action: 'Create phone number order',
		description: 'Order phone numbers. AWS charges for each phone number every month.',
	},
	notice:
		'Each input item is an order of its own. AWS charges for every phone number each month, from the order until you delete the phone number.',
	method: 'POST',
	path: phoneNumberOrders.path,
	fields: [
		required(productType),
		e164PhoneNumbers(
			'The phone numbers to order, such as results of Search, in E.164 form, separated by commas',
		),
		additionalFields(name),
	],
	options: [waitForCompletion, waitTimeout],
	result: phoneNumberOrderResult,
	after: completion,
	idempotent: false,
	ifUncertain:
		'The order may have been created although no response confirms it: look for it with Get Many before ordering again, because a second order buys more phone numbers.',
});
