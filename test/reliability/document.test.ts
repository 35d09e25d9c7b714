/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- compares with the page, or writes it */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { writeDocument } from './document';

const page = resolve(__dirname, '..', '..', 'docs', 'reliability.md');

test('docs/reliability.md says what happens', async () => {
	const document = await writeDocument();
	if (process.env.WRITE_DOCUMENTS) writeFileSync(page, document);
	expect(document).toBe(readFileSync(page, 'utf8'));
});
