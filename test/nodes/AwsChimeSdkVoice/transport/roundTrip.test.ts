import { createDeadlines } from '../../../../nodes/AwsChimeSdkVoice/transport/deadlines';
import { createRoundTrip } from '../../../../nodes/AwsChimeSdkVoice/transport/roundTrip';
import { thisMachine } from '../../../../nodes/AwsChimeSdkVoice/transport/world';

type Context = Parameters<typeof createRoundTrip>[0];

test('a request that was given up is not signed later, whatever n8n does with its signal', async () => {
	const { signal } = new AbortController();
	let sign = () => {};
	const helpers = {
		httpRequestWithAuthentication: async (_type: string, { onSigned }: { onSigned(): void }) => {
			sign = onSigned;
			return await new Promise(() => {});
		},
	};
	const context: Context = Object.create({ helpers });
	const roundTrip = createRoundTrip(
		context,
		['type', { region: 'us-east-1' }],
		{ stopped: signal, readsEnded: signal, closed: signal, stop: () => {}, close: () => {} },
		createDeadlines(thisMachine, signal),
	);
	const request = { awsName: 'Create', method: 'POST' as const, path: '/' };
	const result = await roundTrip(
		{ ...request, body: {}, idempotent: false, sensitiveValues: [] },
		10,
		new Date(),
	);
	expect(result).toMatchObject({ code: 'AssumeRoleUnavailable', isUnsigned: true });
	expect(sign).toThrow();
});
