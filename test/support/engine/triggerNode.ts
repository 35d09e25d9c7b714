import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	IPollFunctions,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { AwsChimeSdkVoiceTrigger } from '../../../nodes/AwsChimeSdkVoice/AwsChimeSdkVoiceTrigger.node';
import { createPoll } from '../../../nodes/AwsChimeSdkVoice/trigger/poll';
import { node, triggerNode } from '../workflow';
import { sourceEngine } from './chimeNode';
import { editorContext, pollingWorkflow, type Engine } from './engine';
import type { SimulatedWorld } from './simulatedWorld';

interface Settings {
	credential: ICredentialDataDecryptedObject;
	parameters: INodeParameters;
	/** In the place of this machine's clock, sleep and chance. */
	world?: SimulatedWorld;
	/** Milliseconds for a poll. */
	budget?: number;
}

let count = 0;
const pollOfThisProcess = createPoll();

/** The trigger of a published workflow in n8n's engine, with what n8n saves of it. */
export class PublishedTrigger {
	/** The items of all executions. */
	arrived: IDataObject[] = [];

	/** How many executions there were. */
	executions = 0;

	/** Of the executions that failed. */
	errors: Array<Error & { httpCode?: string | null; failure?: unknown }> = [];

	/** What n8n has in its database: saved when a workflow is published, and with every execution. */
	saved: IDataObject = {};

	private tickNow: (isActivation?: boolean) => Promise<void> = async () => {};

	/** The warnings in n8n's log. */
	warnings: string[] = [];

	private poll = pollOfThisProcess;

	private readonly id = `Trigger ${(count += 1)}`;

	/** The name of the node, which a user may change. */
	name = this.id;

	constructor(readonly settings: Settings) {}

	/** Publishes the workflow, or starts n8n again: the first poll comes at once. */
	async activate(): Promise<void> {
		const { workflow, tick } = this.start('trigger');
		this.save = () => {
			this.saved = JSON.parse(JSON.stringify(workflow.staticData));
		};
		await tick(true);
		this.save();
		this.tickNow = tick;
	}

	/** Starts n8n in another process, which knows what n8n has saved and nothing else. */
	async restart(): Promise<void> {
		this.poll = createPoll();
		await this.activate();
	}

	/** A poll at its time. */
	async tick(): Promise<void> {
		await this.tickNow();
	}

	/** Executes the node in the editor. */
	async executeStep(): Promise<IDataObject[]> {
		const before = this.arrived;
		this.arrived = [];
		await this.start('manual').tick(true);
		const sample = this.arrived;
		this.arrived = before;
		return sample;
	}

	/** The context that n8n hands to a list of the editor. */
	editorContext() {
		return editorContext(this.engine(), this.node());
	}

	private save: () => void = () => {};

	private node() {
		const credential = { id: '1', name: 'Chime' };
		const { id, name } = this;
		return { ...node(name, [triggerNode, 1], this.settings.parameters, credential), id };
	}

	private engine(): Engine {
		const { credential, world } = this.settings;
		const logger = { value: { warn: (message: string) => this.warnings.push(message) } };
		const { poll } = this;
		class Simulated extends AwsChimeSdkVoiceTrigger {
			override async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
				const context: IPollFunctions = Object.create(this, { logger });
				return world ? await poll(world.watch(context), world) : await super.poll.call(context);
			}
		}
		return { ...sourceEngine(credential), nodeTypes: { [triggerNode]: new Simulated() } };
	}

	private start(mode: WorkflowExecuteMode) {
		const staticData: IDataObject = JSON.parse(JSON.stringify(this.saved));
		return pollingWorkflow(this.engine(), this.node(), staticData, {
			mode,
			budget: this.settings.budget,
			emit: (items) => {
				this.executions += 1;
				this.arrived.push(...items.map(({ json }) => json));
				this.save();
			},
			emitError: (error) => void this.errors.push(error),
		});
	}
}
