import { sessionItems } from '../../../../../nodes/AwsChimeSdkVoice/resources/proxySession/session';
import { one as record } from '../../../../../nodes/AwsChimeSdkVoice/resources/results';
import { sampleSession } from '../../../../support/chime/server';

const { Participants, ...session } = sampleSession;

/** The items of a response with this body. */
const itemsOf = (body: unknown, parameters: { output: string }) =>
	record('ProxySession', sessionItems)(
		{ statusCode: 200, requestId: null, body },
		{ parameters, ids: {} },
	);

test("the sample response of AWS's API reference gives two items with the documented fields", () => {
	const items = itemsOf({ ProxySession: sampleSession }, { output: 'participants' });
	expect(items).toEqual([
		{ PhoneNumber: '+12065550100', ProxyPhoneNumber: '+19135550199', ...session },
		{ PhoneNumber: '+14015550101', ProxyPhoneNumber: '+19135550199', ...session },
	]);
	expect(Object.keys(items?.[0] ?? {}).slice(0, 2)).toEqual(['PhoneNumber', 'ProxyPhoneNumber']);
	expect(Participants).toHaveLength(2);
});

test('as a session, it is one item as AWS sends it', () => {
	expect(itemsOf({ ProxySession: sampleSession }, { output: 'session' })).toEqual([sampleSession]);
});

const one = { PhoneNumber: '+12065550100', ProxyPhoneNumber: '+19135550199' };

test.each([
	['no Participants', { Status: 'Open' }, []],
	['null', { Status: 'Open', Participants: null }, []],
	['an empty list', { Status: 'Open', Participants: [] }, []],
	['null entries', { Participants: [null, one, undefined] }, [one]],
	['entries that are no participant', { Participants: ['x', 7, [one], one] }, [one]],
	[
		'a participant without numbers',
		{ Participants: [{}] },
		[{ PhoneNumber: null, ProxyPhoneNumber: null }],
	],
	[
		'numbers of null',
		{ Participants: [{ PhoneNumber: null, ProxyPhoneNumber: null }] },
		[{ PhoneNumber: null, ProxyPhoneNumber: null }],
	],
	[
		'timestamps as numbers',
		{ CreatedTimestamp: 1586967070.288, Participants: [one] },
		[{ ...one, CreatedTimestamp: 1586967070.288 }],
	],
	['fields that AWS may add', { New: { a: 1 }, Participants: [one] }, [{ ...one, New: { a: 1 } }]],
])('participants from a session with %s', (_what, ProxySession, items) => {
	expect(itemsOf({ ProxySession }, { output: 'participants' })).toEqual(items);
});

test.each([
	['nothing', undefined],
	['null', null],
	['a list', []],
	['text', 'Open'],
	['an object without a session', {}],
	['a session of null', { ProxySession: null }],
	['a session that is a list', { ProxySession: [] }],
	['participants that are no list', { ProxySession: { Participants: { 0: one } } }],
])('%s is not what the API promises', (_what, body) => {
	expect(itemsOf(body, { output: 'participants' })).toBeUndefined();
});

test('keys of the response that JavaScript gives a meaning are only data', () => {
	const body: unknown = JSON.parse(
		'{"ProxySession":{"__proto__":{"polluted":true},"constructor":1,"Participants":[{"__proto__":{"polluted":true}}]}}',
	);
	const [item] = itemsOf(body, { output: 'participants' }) ?? [];
	expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
	expect(item.polluted).toBeUndefined();
	expect(Object.prototype).not.toHaveProperty('polluted');
});
