import type { INode, INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

/** The ways to authenticate: what the list shows, the value that workflows store, and the credential. */
const methods = [
	{ name: 'Access Key', value: 'accessKey', credential: 'awsChimeSdkVoiceApi' },
	{ name: 'Assume Role', value: 'assumeRole', credential: 'awsChimeSdkVoiceAssumeRoleApi' },
];
const [accessKey] = methods;

/** The parameter that chooses the credential: the first one of every node of this package. */
export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: methods.map(({ name, value }) => ({ name, value })),
	default: 'accessKey',
	description: 'Whether requests are signed with an access key, or with the session of a role',
};

/** The credentials of every node of this package. */
export const credentials: INodeCredentialDescription[] = methods.map(({ value, credential }) => ({
	name: credential,
	required: true,
	displayOptions: { show: { authentication: [value] } },
}));

/**
 * The type of the credential that a node uses. The parameter takes no expression, so its value is that of
 * the node.
 */
export function credentialTypeOf(context: { getNode(): INode }): string {
	const { parameters } = context.getNode();
	const chosen = methods.find(({ value }) => value === parameters.authentication);
	return (chosen ?? accessKey).credential;
}
