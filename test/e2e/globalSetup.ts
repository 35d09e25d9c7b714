export { startSharedN8n as default } from '../support/n8n/sharedN8n';
