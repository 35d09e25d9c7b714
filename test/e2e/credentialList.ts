import type { ICredentialType, INodeTypeDescription } from 'n8n-workflow';

type Asked = Pick<INodeTypeDescription, 'name' | 'properties'>;

/**
 * The credential types that n8n's editor offers for a node's predefined credential type: those that
 * have or extend what the parameter asks for. The editor has nothing else to go by than the types
 * that n8n tells it, so they have to be told, too.
 *
 * @param told what n8n tells the editor of all credential types
 */
export function offeredTypes(
	{ name: nodeType, properties }: Asked,
	told: ICredentialType[],
): ICredentialType[] {
	const wanted = properties.flatMap(({ type, name, credentialTypes = [] }) =>
		type === 'credentialsSelect' && name === 'nodeCredentialType' ? credentialTypes : [],
	);
	const byName = new Map(told.map((one) => [one.name, one]));
	const parents = wanted.filter((one) => one.startsWith('extends:')).map((one) => one.slice(8));

	const isOffered = (type: ICredentialType | undefined): boolean => {
		if (!type || ('hidden' in type && type.hidden)) return false;
		const { authenticate, genericAuth, restrictToSupportedNodes, supportedNodes } = type;
		if (restrictToSupportedNodes && !supportedNodes?.includes(nodeType)) return false;
		if (wanted.includes('has:authenticate') && authenticate !== undefined && !genericAuth)
			return true;
		const { extends: own = [] } = type;
		return own.some((parent) => parents.includes(parent) || isOffered(byName.get(parent)));
	};
	return told.filter(isOffered);
}
