import { installPackage } from '../support/n8n/communityPackage';
import { installN8n } from '../support/n8n/installation';
import { startN8n } from '../support/n8n/n8n';
import { databaseSettings, startPostgres, type Postgres } from '../support/n8n/postgres';
import { describeMaskedCalls } from './describeMaskedCalls';

let postgres: Postgres;

describeMaskedCalls(async () => {
	postgres = await startPostgres(await installN8n());
	const n8n = await startN8n(databaseSettings(postgres));
	await installPackage(n8n);
	return n8n;
});
