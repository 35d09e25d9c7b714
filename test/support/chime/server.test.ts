import {
	CreateProxySessionCommand,
	DeleteProxySessionCommand,
	DeleteVoiceConnectorProxyCommand,
	GetProxySessionCommand,
	GetVoiceConnectorProxyCommand,
	ListProxySessionsCommand,
	ListVoiceConnectorsCommand,
	PutVoiceConnectorProxyCommand,
	UpdateProxySessionCommand,
} from '@aws-sdk/client-chime-sdk-voice';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';

import { sdkClient } from '../awsSdk';
import { key, temporaryKey } from '../keys';
import { sampleSession, startChime, type Chime } from './server';

const VoiceConnectorId = sampleSession.VoiceConnectorId;
const ProxySessionId = sampleSession.ProxySessionId;

describe('the loopback Chime SDK Voice, with requests of the AWS SDK', () => {
	let chime: Chime;

	beforeEach(async () => {
		chime = await startChime({ keys: [key, temporaryKey] });
	});

	afterEach(async () => await chime.close());

	const allVerified = () => chime.received.every(({ verdict }) => verdict.isVerified);

	test('gives the sample session', async () => {
		const { ProxySession } = await sdkClient(chime.url, key).send(
			new GetProxySessionCommand({ VoiceConnectorId, ProxySessionId }),
		);
		expect(ProxySession).toMatchObject({
			Status: 'Open',
			ExpiryMinutes: 60,
			CreatedTimestamp: new Date('2020-04-15T16:10:10.288Z'),
			Participants: sampleSession.Participants,
		});
		expect(allVerified()).toBe(true);
	});

	test.each([
		[400, 'BadRequestException'],
		[401, 'UnauthorizedClientException'],
		[403, 'ForbiddenException'],
		[404, 'NotFoundException'],
		[429, 'ThrottledClientException'],
		[500, 'ServiceFailureException'],
		[503, 'ServiceUnavailableException'],
	])('sends %i as the exception that AWS documents', async (statusCode, name) => {
		const response = sdkClient(chime.url, key).send(
			new GetProxySessionCommand({ VoiceConnectorId, ProxySessionId: `status-${statusCode}` }),
		);
		await expect(response).rejects.toMatchObject({
			name,
			$metadata: { httpStatusCode: statusCode },
		});
	});

	test('keeps sessions through their whole life', async () => {
		const client = sdkClient(chime.url, key);
		const { ProxySession: created } = await client.send(
			new CreateProxySessionCommand({
				VoiceConnectorId,
				ParticipantPhoneNumbers: ['+12065550100', '+14015550101'],
				Capabilities: ['Voice'],
				ExpiryMinutes: 30,
			}),
		);
		const id = { VoiceConnectorId, ProxySessionId: created?.ProxySessionId ?? '' };
		const listed = await client.send(
			new ListProxySessionsCommand({ VoiceConnectorId, MaxResults: 1 }),
		);
		expect(listed.ProxySessions).toHaveLength(1);
		const secondPage = await client.send(
			new ListProxySessionsCommand({ VoiceConnectorId, NextToken: listed.NextToken }),
		);
		expect(secondPage.ProxySessions?.map((session) => session.ProxySessionId)).toEqual([
			id.ProxySessionId,
		]);
		await client.send(new UpdateProxySessionCommand({ ...id, Capabilities: ['SMS'] }));
		const { ProxySession } = await client.send(new GetProxySessionCommand(id));
		expect(ProxySession).toMatchObject({
			Capabilities: ['SMS'],
			ExpiryMinutes: 30,
			Status: 'Open',
		});
		await client.send(new DeleteProxySessionCommand(id));
		await expect(client.send(new GetProxySessionCommand(id))).rejects.toMatchObject({
			name: 'NotFoundException',
		});
		expect(allVerified()).toBe(true);
	});

	test('keeps the proxy of a voice connector, and lists connectors', async () => {
		const client = sdkClient(chime.url, key);
		await client.send(
			new PutVoiceConnectorProxyCommand({
				VoiceConnectorId,
				DefaultSessionExpiryMinutes: 60,
				PhoneNumberPoolCountries: ['US'],
			}),
		);
		const { Proxy } = await client.send(new GetVoiceConnectorProxyCommand({ VoiceConnectorId }));
		expect(Proxy).toEqual({ DefaultSessionExpiryMinutes: 60, PhoneNumberCountries: ['US'] });
		await client.send(new DeleteVoiceConnectorProxyCommand({ VoiceConnectorId }));
		const { VoiceConnectors } = await client.send(
			new ListVoiceConnectorsCommand({ MaxResults: 5 }),
		);
		expect(VoiceConnectors?.map((connector) => connector.VoiceConnectorId)).toEqual([
			VoiceConnectorId,
		]);
		expect(allVerified()).toBe(true);
	});

	test('responds to GetCallerIdentity of STS', async () => {
		const sts = new STSClient({
			endpoint: chime.url,
			region: 'us-east-1',
			credentials: temporaryKey,
		});
		const identity = await sts.send(new GetCallerIdentityCommand({}));
		expect(identity).toMatchObject({ Account: '111122223333', UserId: temporaryKey.accessKeyId });
	});

	test.each([
		[
			'an unknown access key',
			{ ...key, accessKeyId: 'AKIDNOBODY' },
			{},
			'UnrecognizedClientException',
		],
		['a wrong secret', { ...key, secretAccessKey: 'wrong' }, {}, 'InvalidSignatureException'],
		[
			'a wrong session token',
			{ ...temporaryKey, sessionToken: 'old' },
			{},
			'UnrecognizedClientException',
		],
		['another region', key, { region: 'eu-west-1' }, 'InvalidSignatureException'],
		['a clock six minutes off', key, { systemClockOffset: -360_000 }, 'InvalidSignatureException'],
	])('refuses %s', async (_what, credentials, config, name) => {
		const response = sdkClient(chime.url, credentials, config).send(
			new GetProxySessionCommand({ VoiceConnectorId, ProxySessionId }),
		);
		await expect(response).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 403 } });
		expect(allVerified()).toBe(false);
	});

	test('refuses a request without a signature', async () => {
		const response = await fetch(`${chime.url}/voice-connectors`);
		expect(response.status).toBe(403);
		expect(await response.json()).toMatchObject({ Code: 'MissingAuthenticationTokenException' });
	});
});
