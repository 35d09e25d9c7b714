import { sendJson, sendStatus } from '../support/chime/responses';
import type { ChimeOptions } from '../support/chime/server';
import { ids } from '../operations/values';
import { counts, seed, shown, startTelephony, type Telephony } from '../support/engine/telephony';

const { sipRuleId } = ids;
const target = `/sip-rules/${sipRuleId}`;
const [read, write, remove] = ['GET', 'PUT', 'DELETE'].map((method) => `${method} ${target}`);

let telephony: Telephony;

async function start(isDisabled: boolean, options?: Partial<ChimeOptions>): Promise<void> {
	telephony = await startTelephony(options);
	seed(telephony, 'DeleteSipRule');
	Object.assign(telephony.chime.state.of('SipRules').get(sipRuleId) ?? {}, {
		Disabled: isDisabled,
	});
}

const run = async (disableFirst?: boolean) =>
	await telephony.run('DeleteSipRule', {
		parameters: { options: { maxRetries: 0, ...(disableFirst !== undefined && { disableFirst }) } },
	});

test('an enabled rule is not deleted, and AWS says so', async () => {
	await start(false);
	const result = await run();
	expect(telephony.requests()).toEqual([remove]);
	expect(shown(result)).toEqual({
		9: [expect.objectContaining({ statusCode: 409, sipRuleId, hint: expect.any(String) })],
	});
});

test('an enabled rule is disabled with the settings that it has, and then deleted', async () => {
	await start(false);
	const { Name, TargetApplications } = { ...telephony.chime.state.of('SipRules').get(sipRuleId) };
	const result = await run(true);
	expect(telephony.requests()).toEqual([read, write, remove]);
	expect(telephony.bodies('PUT')).toEqual([{ Name, TargetApplications, Disabled: true }]);
	expect(shown(result)).toEqual({ 0: [{ deleted: true, SipRuleId: sipRuleId }] });
	expect(telephony.chime.state.of('SipRules').size).toBe(0);
});

test('a disabled rule is deleted without a change', async () => {
	await start(true);
	expect(counts(await run(true))[0]).toBe(1);
	expect(telephony.requests()).toEqual([read, remove]);
});

test.each([
	['GET', [read], 'chime:GetSipRule,', false],
	['PUT', [read, write], 'chime:UpdateSipRule,', false],
	['DELETE', [read, write, remove], 'chime:DeleteSipRule,', true],
])('where %s is forbidden, that is the end', async (method, requests, permission, isDisabled) => {
	await start(false, {
		intercept: (response, received) => {
			if (received.method === method) sendStatus(response, 403);
			return received.method === method;
		},
	});
	const result = await run(true);
	expect(telephony.requests()).toEqual(requests);
	const [{ hint, attempts }] = shown(result)[3];
	expect(attempts).toBe(requests.length);
	expect(hint).toContain(permission);
	expect(/has disabled the rule/.test(String(hint))).toBe(isDisabled);
});

test.each([{}, [], { SipRule: 'none' }, { SipRule: null }])(
	'a response like %j in the place of the rule changes nothing',
	async (body) => {
		await start(false, {
			intercept: (response, { method }) => {
				if (method === 'GET') sendJson(response, 200, body);
				return method === 'GET';
			},
		});
		expect(shown(await run(true))[8]).toMatchObject([{ code: 'InvalidResponse' }]);
		expect(telephony.requests()).toEqual([read]);
	},
);
