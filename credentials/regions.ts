import type { INodePropertyOptions } from 'n8n-workflow';

/** The AWS regions that have Amazon Chime SDK Voice, by name and code. */
export const regions: INodePropertyOptions[] = [
	{ name: 'Asia Pacific (Seoul) - ap-northeast-2', value: 'ap-northeast-2' },
	{ name: 'Asia Pacific (Singapore) - ap-southeast-1', value: 'ap-southeast-1' },
	{ name: 'Asia Pacific (Sydney) - ap-southeast-2', value: 'ap-southeast-2' },
	{ name: 'Asia Pacific (Tokyo) - ap-northeast-1', value: 'ap-northeast-1' },
	{ name: 'Canada (Central) - ca-central-1', value: 'ca-central-1' },
	{ name: 'Europe (Frankfurt) - eu-central-1', value: 'eu-central-1' },
	{ name: 'Europe (Ireland) - eu-west-1', value: 'eu-west-1' },
	{ name: 'Europe (London) - eu-west-2', value: 'eu-west-2' },
	{ name: 'US East (N. Virginia) - us-east-1', value: 'us-east-1' },
	{ name: 'US West (Oregon) - us-west-2', value: 'us-west-2' },
];
