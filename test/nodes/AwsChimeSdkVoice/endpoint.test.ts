import { baseAddress } from '../../../nodes/AwsChimeSdkVoice/endpoint';

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
	[
		'a number that is 127.0.0.1',
		{ region, endpoint: 'http://2130706433:4000' },
		'http://127.0.0.1:4000',
	],
])('takes %s', (_what, credential, address) => {
	expect(baseAddress(credential)).toBe(address);
});

test.each([
	['no region', {}, 'Region'],
	['an empty region', { region: '' }, 'Region'],
	['a region that is another host', { region: 'evil.example.com/' }, 'Region'],
	['a region with a user in it', { region: 'us@evil' }, 'Region'],
	['a region with a blank in it', { region: 'us east' }, 'Region'],
	['a region that is no text', { region: 7 }, 'Region'],
	['http elsewhere', { region, endpoint: 'http://gateway.example.com' }, 'https'],
	[
		'a host that begins like loopback',
		{ region, endpoint: 'http://127.0.0.1.example.com' },
		'https',
	],
	[
		'a host that begins like localhost',
		{ region, endpoint: 'http://localhost.example.com' },
		'https',
	],
	['another scheme', { region, endpoint: 'ftp://127.0.0.1' }, 'https'],
	['a script', { region, endpoint: 'javascript:alert(1)' }, 'https'],
	['a user', { region, endpoint: 'https://user@gateway.example.com' }, 'user name'],
	['a password', { region, endpoint: 'https://:secret@gateway.example.com' }, 'user name'],
	['a query', { region, endpoint: 'https://gateway.example.com/?a=1' }, 'query'],
	['a fragment', { region, endpoint: 'https://gateway.example.com/#a' }, 'fragment'],
	['no URL', { region, endpoint: 'gateway' }, 'not a URL'],
	[
		'the metadata service of a cloud',
		{ region, endpoint: 'https://169.254.169.254' },
		'link-local',
	],
	['the same as a number', { region, endpoint: 'https://2852039166/' }, 'link-local'],
	['a link-local address of IPv6', { region, endpoint: 'https://[fe80::1]' }, 'link-local'],
	['upper case in a region that is none', { region: 'US EAST 1' }, 'Region'],
	['a region with dots', { region: 'us.east.1' }, 'Region'],
	[
		'an endpoint with credentials in its query',
		{ region, endpoint: 'https://a.example.com?key=secret' },
		'query',
	],
])('refuses %s, and shows nothing of the credential', (_what, credential, word) => {
	expect(() => baseAddress(credential)).toThrow(word);
	expect(() => baseAddress(credential)).not.toThrow(/secret|evil/);
});
