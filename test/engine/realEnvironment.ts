/* eslint-disable @n8n/community-nodes/no-restricted-globals -- n8n-core reads its settings from there */
import './environment';

// As n8n logs unless told otherwise; the tests' "debug" would be a part of what is measured.
process.env.N8N_LOG_LEVEL = 'info';
