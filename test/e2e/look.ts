import type { Page } from './browser';
import * as canvas from './canvas';
import { create } from './editor';
import type { Playground } from './playground';
import type { Workflow } from './workflows';

/** One look at the editor. */
export interface Look {
	playground: Playground;
	page: Page;
	/** Takes a picture of it. */
	take(name: string, movesAway?: boolean): Promise<void>;
}

/** Opens a workflow that n8n has not seen before. */
export async function show({ playground: { n8n }, page }: Look, workflow: Workflow): Promise<void> {
	await canvas.openWorkflow(page, n8n, await create(n8n, workflow));
}
