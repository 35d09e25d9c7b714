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

test('names each region with its code, which lists, policies and AWS itself speak in', () => {
	const options = api.properties[0].options ?? [];
	for (const option of options) {
		const code = 'value' in option ? option.value : undefined;
		expect(option.name).toMatch(new RegExp(`^[A-Z].+ \\(.+\\) - ${code}$`));
	}
	const names = options.map(({ name }) => name);
	expect(names).toContain('US East (N. Virginia) - us-east-1');
	expect(names).toEqual([...names].sort());
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
		[
			'STS where there is no endpoint at all',
			{ region: 'us-east-1' },
			'https://sts.us-east-1.amazonaws.com',
		],
		[
			'a custom endpoint whose path ends like a host of AWS',
			{ region: 'us-east-1', endpoint: 'https://gateway.example.com/y.amazonaws.com' },
			'https://gateway.example.com/y.amazonaws.com',
		],
		[
			'a custom endpoint whose query ends like a host of AWS',
			{ region: 'us-east-1', endpoint: 'https://gateway.example.com?.amazonaws.com' },
			'https://gateway.example.com?.amazonaws.com',
		],
		[
			'a custom endpoint in plain text that is named like one of AWS, which then is refused',
			{ region: 'us-east-1', endpoint: 'http://voice-chime.us-east-1.amazonaws.com' },
			'http://voice-chime.us-east-1.amazonaws.com',
		],
	])('%s', (_who, $credentials, address) => {
		expect(evaluate(itemSource, api.test.request.baseURL ?? '', { $credentials })).toBe(address);
		expect(api.test.request).toMatchObject({
			url: '/',
			qs: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
		});
	});
});
