import { baseAddress } from '../../../../nodes/AwsChimeSdkVoice/transport/endpoint';

const region = 'us-east-1';

test.each([
	['the region', { region: 'eu-west-2' }, 'https://voice-chime.eu-west-2.amazonaws.com'],
	[
		'a region however it is written',
		{ region: ' US-EAST-1\n' },
		'https://voice-chime.us-east-1.amazonaws.com',
	],
	[
		'an endpoint of white space, as none',
		{ region, endpoint: '  ' },
		'https://voice-chime.us-east-1.amazonaws.com',
	],
	[
		'FIPS',
		{ region, endpoint: 'https://voice-chime-fips.us-east-1.amazonaws.com/' },
		'https://voice-chime-fips.us-east-1.amazonaws.com',
	],
	[
		'a gateway with a path',
		{ region, endpoint: ' https://gateway.example.com:8443/chime/ ' },
		'https://gateway.example.com:8443/chime',
	],
	['http on localhost', { region, endpoint: 'http://localhost:4000' }, 'http://localhost:4000'],
	['http on 127.0.0.1', { region, endpoint: 'http://127.0.0.1:4000/' }, 'http://127.0.0.1:4000'],
	['http on ::1', { region, endpoint: 'http://[::1]:4000' }, 'http://[::1]:4000'],
])('takes %s', (_what, credential, address) => {
	expect(baseAddress(credential)).toBe(address);
});
