import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { itemSource } from '../engine/engine';
import { evaluate } from '../engine/evaluate';

const api = new AwsChimeSdkVoiceApi();

test('is the credential type that saved workflows name, with the secrets masked', () => {
	expect(api.name).toBe('awsChimeSdkVoiceApi');
	expect(api.displayName).toBe('AWS Chime SDK Voice API');
	const fields = api.properties.map(({ name, default: value, typeOptions }) => [
		name,
		value,
		typeOptions?.password,
	]);
	expect(fields).toEqual([
		['region', 'us-east-1', undefined],
		['accessKeyId', '', undefined],
		['secretAccessKey', '', true],
		['sessionToken', '', true],
		['endpoint', '', undefined],
	]);
});

test('keeps its signature where n8n spreads the instance, as it does with a community credential', () => {
	expect({ ...api }).toHaveProperty('authenticate', expect.any(Function));
});

test('offers the regions where Chime SDK Voice exists', () => {
	const regions = api.properties[0].options?.map((option) =>
		'value' in option ? option.value : undefined,
	);
	expect([...(regions ?? [])].sort()).toEqual([
		'ap-northeast-1',
		'ap-northeast-2',
		'ap-southeast-1',
		'ap-southeast-2',
		'ca-central-1',
		'eu-central-1',
		'eu-west-1',
		'eu-west-2',
		'us-east-1',
		'us-west-2',
	]);
});

describe('the credential test asks', () => {
	test.each([
		[
			'STS in the region',
			{ region: 'eu-west-2', endpoint: '' },
			'https://sts.eu-west-2.amazonaws.com',
		],
		[
			'STS in the region, however it is written',
			{ region: ' EU-WEST-2 ' },
			'https://sts.eu-west-2.amazonaws.com',
		],
		[
			'a custom endpoint',
			{ region: 'us-east-1', endpoint: ' http://127.0.0.1:4000 ' },
			'http://127.0.0.1:4000',
		],
		[
			'STS where the endpoint is an AWS host that is not STS',
			{ region: 'us-west-2', endpoint: 'https://voice-chime-fips.us-west-2.amazonaws.com/' },
			'https://sts.us-west-2.amazonaws.com',
		],
	])('%s', (_who, $credentials, address) => {
		expect(evaluate(itemSource, api.test.request.baseURL ?? '', { $credentials })).toBe(address);
		expect(api.test.request).toMatchObject({
			url: '/',
			qs: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
		});
	});
});
