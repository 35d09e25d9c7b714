import { AwsChimeSdkVoiceApi } from '../../credentials/AwsChimeSdkVoiceApi.credentials';
import { regions } from '../../credentials/regions';
import { itemSource } from '../support/engine/engine';
import { evaluate } from '../support/engine/evaluate';

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

test('keeps authenticate where n8n spreads the instance, as n8n does with a community credential', () => {
	expect({ ...api }).toHaveProperty('authenticate', expect.any(Function));
});

test('offers the regions that have Chime SDK Voice, each with its name and code, in order', () => {
	expect(api.properties[0].options).toEqual(regions);
	expect(regions.map(({ value }) => value).sort()).toEqual([
		...['ap-northeast-1', 'ap-northeast-2', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1'],
		...['eu-central-1', 'eu-west-1', 'eu-west-2', 'us-east-1', 'us-west-2'],
	]);
	for (const { name, value } of regions) {
		expect(name).toMatch(new RegExp(`^[A-Z].+ \\(.+\\) - ${value}$`));
	}
	const names = regions.map(({ name }) => name);
	expect(names).toContain('US East (N. Virginia) - us-east-1');
	expect(names).toEqual([...names].sort());
});

describe('the credential test sends its request to', () => {
	const fips = 'https://voice-chime-fips.us-west-2.amazonaws.com/';
	const pathLikeAws = 'https://gateway.example.com/y.amazonaws.com';
	const queryLikeAws = 'https://gateway.example.com?.amazonaws.com';
	const plainHttp = 'http://voice-chime.us-east-1.amazonaws.com';

	test.each<[what: string, region: string, endpoint: string | undefined, url: string]>([
		['STS in the region', 'eu-west-2', '', 'https://sts.eu-west-2.amazonaws.com'],
		['STS without an endpoint', 'us-east-1', undefined, 'https://sts.us-east-1.amazonaws.com'],
		['STS in a region in capitals', ' EU-WEST-2 ', '', 'https://sts.eu-west-2.amazonaws.com'],
		['STS for a FIPS endpoint of AWS', 'us-west-2', fips, 'https://sts.us-west-2.amazonaws.com'],
		['an endpoint', 'us-east-1', ' http://127.0.0.1:4000 ', 'http://127.0.0.1:4000'],
		['an endpoint with a path like a host of AWS', 'us-east-1', pathLikeAws, pathLikeAws],
		['an endpoint with a query like a host of AWS', 'us-east-1', queryLikeAws, queryLikeAws],
		['a host of AWS without https, which signing rejects', 'us-east-1', plainHttp, plainHttp],
	])('%s', (_what, region, endpoint, url) => {
		const $credentials = { region, endpoint };
		expect(evaluate(itemSource, api.test.request.baseURL ?? '', { $credentials })).toBe(url);
		expect(api.test.request).toMatchObject({
			url: '/',
			qs: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
		});
	});
});
