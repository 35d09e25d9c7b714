import { AwsChimeSdkVoiceAssumeRoleApi } from '../../credentials/AwsChimeSdkVoiceAssumeRoleApi.credentials';
import { AwsChimeSdkVoice } from '../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoice.node';
import { parametersFor } from '../operations';
import { startChime, type Chime } from '../support/chime/server';
import { isStsRequest } from '../support/chime/sts';
import { stsAnswers, type Meaning, type StsAnswer } from '../support/chime/stsAnswers';
import { role, roleCredentialFor } from '../support/credential';
import { runNode } from '../support/engine/chimeNode';
import { errorsOfRequests } from '../support/engine/requester';
import { testCredential } from '../support/engine/tester';
import { PublishedTrigger } from '../support/engine/triggerNode';
import { key } from '../support/keys';

const assumeRole = { authentication: 'assumeRole' };
const api = new AwsChimeSdkVoiceAssumeRoleApi();

async function answering(answer: StsAnswer): Promise<Chime> {
	const chime: Chime = await startChime({
		keys: [key],
		roles: [structuredClone(role)],
		intercept: (response, request) => {
			if (isStsRequest(request)) answer.respond(response, chime);
			return isStsRequest(request);
		},
	});
	return chime;
}

type Credential = ReturnType<typeof roleCredentialFor>;

/** What each place that asks for a session says; the node with its code, output and attempts. */
const places: Record<string, (credential: Credential) => Promise<unknown>> = {
	node: async (credential) => {
		const { error, outputs } = await runNode({
			items: [{}],
			credential,
			parameters: {
				...assumeRole,
				...parametersFor('CreateSipMediaApplicationCall'),
				options: { maxRetries: 0 },
			},
		});
		return (
			error ?? { ...outputs.flat()[0].json, output: outputs.findIndex(({ length }) => length) }
		);
	},
	list: async (credential) => {
		const trigger = new PublishedTrigger({ credential, parameters: assumeRole });
		const { searchVoiceConnectors } = new AwsChimeSdkVoice().methods.listSearch;
		return await searchVoiceConnectors
			.call(trigger.editorContext())
			.catch((error: unknown) => error);
	},
	trigger: async (credential) => {
		const parameters = { ...assumeRole, event: ['proxySessionOpened'] };
		const trigger = new PublishedTrigger({ credential, parameters, budget: 6_000 });
		return await trigger.activate().catch((error: unknown) => error);
	},
	'credential test': async (credential) => await testCredential(api, credential),
	'HTTP Request node': async (credential) => {
		const request = { uri: `${credential.endpoint}/voice-connectors` };
		const [error] = await errorsOfRequests('requestWithAuthentication', [request], credential, api);
		return error;
	},
};

/** Where the node puts an item. */
const inNode: Record<Meaning, object> = {
	ConfigurationError: { name: 'NodeOperationError' },
	AssumeRoleThrottled: {
		...{ code: 'AssumeRoleThrottled', statusCode: 429, output: 5, attempts: 0, retryable: true },
		hint: expect.stringMatching(/^AWS STS limits how many sessions/),
	},
	AssumeRoleUnavailable: {
		...{ code: 'AssumeRoleUnavailable', statusCode: null, output: 8, attempts: 0, retryable: true },
		hint: expect.stringMatching(/^Try again later, and check that n8n can reach AWS STS/),
	},
};

interface Told {
	said: unknown;
	/** Requests to STS. */
	asked: number;
	/** Whether anything else was sent. */
	hasSent: boolean;
}

/** The message of the answer; the list shows advice first where the cause may pass. */
function sentenceIn(place: string, { meaning, message }: StsAnswer): RegExp {
	if (place === 'list' && meaning === 'AssumeRoleThrottled') return /^AWS STS limits how many/;
	if (place === 'list' && meaning === 'AssumeRoleUnavailable') return /^Try again later, and check/;
	const isPrefixed = place === 'trigger' && meaning !== 'ConfigurationError';
	return isPrefixed ? new RegExp(message.source.replace(/^\^|\$$/g, '')) : message;
}

describe.each(Object.entries(places))('%s', (place, ask) => {
	const told = new Map<StsAnswer, Told>();

	beforeAll(async () => {
		const asking = stsAnswers.map(async (answer) => {
			const chime = await answering(answer);
			const said = await ask(roleCredentialFor(chime.url));
			const asked = chime.received.filter(isStsRequest).length;
			told.set(answer, { said, asked, hasSent: chime.received.length > asked });
		});
		await Promise.all(asking);
	});

	test.each(stsAnswers)('tells $title as what it is', (answer) => {
		const { said, asked, hasSent } = told.get(answer) ?? {};
		const message = expect.stringMatching(sentenceIn(place, answer));
		expect(said).toEqual(expect.objectContaining({ message }));
		expect(`${Object(said).description} ${Object(said).hint}`).not.toContain('may have');
		expect(hasSent).toBe(false);
		if (place === 'node') expect(said).toMatchObject(inNode[answer.meaning]);
		// The list, the trigger and the HTTP Request node ask again.
		const requests = answer.meaning === 'ConfigurationError' ? 1 : 3;
		if (place === 'node' || place === 'credential test')
			expect(asked).toBe(answer.requests ?? requests);
	});
});
