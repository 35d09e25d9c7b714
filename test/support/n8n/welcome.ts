import { key } from '../keys';
import { formLogin } from './credential';
import type { Playground } from './playground';

/** What one needs to know to use a playground in a browser. */
export type Shown = Pick<Playground, 'examples'> & {
	n8n: Pick<Playground['n8n'], 'url' | 'owner'>;
	chime: Pick<Playground['chime'], 'url'>;
};

/** Says where everything is, and every login and key that is needed. */
export function welcome({ n8n, chime, examples }: Shown): string {
	const addresses = [...examples.values()].map(
		({ id, name }) => `${n8n.url}/workflow/${id}  ${name}`,
	);
	return `\
Editor    ${n8n.url}
Log in    ${n8n.owner.email}  ${n8n.owner.password}
Forms     ${formLogin.user}  ${formLogin.password}
Examples  ${addresses.join('\n          ')}
AWS       ${chime.url} on this machine. A credential for it is ready; to create one by hand:
          Region             US East (N. Virginia), us-east-1
          Access Key ID      ${key.accessKeyId}
          Secret Access Key  ${key.secretAccessKey}
          Endpoint           ${chime.url}`;
}
