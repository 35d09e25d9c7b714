import type { LambdaResponse } from './lambda';

/** What happens when a phone rings. */
export type Phone =
	'answers' | 'answers when the caller has given up' | 'is busy' | 'does not answer';

/** What somebody at a phone sees and hears. */
export interface Impression {
	phone: string;
	/** The number on the display: the one that was dialled, or that of the caller. */
	shows: string;
	heard: string[];
	isConnected: boolean;
}

interface Leg {
	CallId: string;
	ParticipantTag: string;
	To: string;
	From: string;
	Direction: 'Inbound' | 'Outbound';
	StartTimeInMilliseconds: string;
	Status: 'Connected' | 'Disconnected';
}

type Action = LambdaResponse['Actions'][number];

/** What may happen in a call beside what its actions do. */
export interface Trouble {
	/** An event that arrives in the place of an action, whose response replaces it and all that follow. With HANGUP, the first leg ends. */
	event?(action: Action): string | undefined;
	/** What AWS calls the failure of an action; the other party may have answered nevertheless. */
	failure?(action: Action): { error: string; isConnected?: boolean } | undefined;
	/** Whether the events do not say how the legs stand. */
	hidesStatus?: boolean;
}
type Invoke = (event: object) => Promise<LambdaResponse>;

const errors: Partial<Record<Phone, string>> = {
	'is busy': 'CallRejected',
	'does not answer': 'CallNotAnswered',
};

/**
 * A stand-in for Amazon Chime SDK Voice's phone calls: has the Lambda function of a SIP media
 * application decide on a call, event by event, and does what its actions say.
 */
export class PhoneCall {
	private static count = 0;
	private readonly transactionId = `transaction-${++PhoneCall.count}`;
	private readonly legs: Leg[] = [];
	private readonly impressions = new Map<string, Impression>();
	private sequence = 0;
	private attributes: object | undefined;

	private constructor(
		private readonly invoke: Invoke,
		private readonly phones: Record<string, Phone>,
		private readonly trouble: Trouble,
	) {}

	/** Somebody dials a number of the SIP media application. */
	static async dial(
		invoke: Invoke,
		phones: Record<string, Phone>,
		[caller, dialled]: [string, string],
		trouble: Trouble = {},
	): Promise<PhoneCall> {
		const call = new PhoneCall(invoke, phones, trouble);
		call.addLeg('Inbound', caller, dialled, dialled);
		await call.dispatch('NEW_INBOUND_CALL');
		return call;
	}

	/** What CreateSipMediaApplicationCall starts. */
	static async place(
		invoke: Invoke,
		phones: Record<string, Phone>,
		{ from, to, argumentsMap }: { from: string; to: string; argumentsMap?: unknown },
		trouble: Trouble = {},
	): Promise<PhoneCall> {
		const call = new PhoneCall(invoke, phones, trouble);
		const leg = call.addLeg('Outbound', to, to, from);
		leg.From = from;
		// AWS ignores the responses of the function to these two events.
		await call.send('NEW_OUTBOUND_CALL', { Parameters: { Arguments: argumentsMap } });
		await call.send('RINGING');
		if (call.phones[to] === 'answers') await call.dispatch('CALL_ANSWERED');
		else await call.end(leg);
		return call;
	}

	/** Of everybody who was called or has called, in this order. */
	impressionsNow(): Impression[] {
		const areTwo = this.connected().length === 2;
		return [...this.impressions].map(([callId, impression]) => ({
			...impression,
			isConnected: areTwo && this.connected().some(({ CallId }) => CallId === callId),
		}));
	}

	/** How many legs are open: one that nobody ends costs money. */
	get openLegs(): number {
		return this.connected().length;
	}

	/** How many events the function has had. */
	get events(): number {
		return this.sequence;
	}

	/** Whether every leg has ended. */
	get isOver(): boolean {
		return this.connected().length === 0;
	}

	/** Somebody puts the phone down. */
	async hangUp(phone: string): Promise<void> {
		const leg = this.connected().find(
			({ CallId }) => this.impressions.get(CallId)?.phone === phone,
		);
		if (!leg) throw new Error('This phone is in no call');
		await this.end(leg);
	}

	private connected(): Leg[] {
		return this.legs.filter(({ Status }) => Status === 'Connected');
	}

	private addLeg(Direction: Leg['Direction'], phone: string, To: string, shows: string): Leg {
		const tag = this.legs.length === 0 ? 'LEG-A' : 'LEG-B';
		const leg: Leg = {
			CallId: `${this.transactionId}-${tag}`,
			ParticipantTag: tag,
			To,
			From: phone === To ? shows : phone,
			Direction,
			StartTimeInMilliseconds: '159700958834234',
			Status: 'Connected',
		};
		this.legs.push(leg);
		this.impressions.set(leg.CallId, { phone, shows, heard: [], isConnected: false });
		return leg;
	}

	private async end(leg: Leg): Promise<void> {
		leg.Status = 'Disconnected';
		const { CallId, ParticipantTag } = leg;
		await this.dispatch('HANGUP', { Type: 'Hangup', Parameters: { CallId, ParticipantTag } });
	}

	private async send(event: string, ActionData?: object): Promise<Action[]> {
		const { SchemaVersion, Actions, TransactionAttributes } = await this.invoke({
			SchemaVersion: '1.0',
			Sequence: ++this.sequence,
			InvocationEventType: event,
			ActionData,
			CallDetails: {
				TransactionId: this.transactionId,
				TransactionAttributes: this.attributes,
				AwsAccountId: '111122223333',
				AwsRegion: 'us-east-1',
				SipMediaApplicationId: 'sip-media-application',
				Participants: this.legs.map(({ Status, ...leg }) =>
					this.trouble.hidesStatus ? leg : { ...leg, Status },
				),
			},
		});
		if (SchemaVersion !== '1.0' || !Array.isArray(Actions) || Actions.length > 10)
			throw new Error(`AWS takes no such response to ${event}`);
		// AWS keeps them for the events that follow.
		this.attributes = TransactionAttributes ?? this.attributes;
		return Actions;
	}

	/** Sends an event to the function, and carries out the actions of its responses, until one has none. */
	private async dispatch(event: string, ActionData?: object): Promise<void> {
		const actions = await this.send(event, ActionData);
		for (const action of actions) {
			const other = this.trouble.event?.(action);
			if (other === 'HANGUP') return await this.end(this.legs[0]);
			if (other) return await this.dispatch(other, action);
			const error = await this.perform(action);
			if (error) return await this.dispatch('ACTION_FAILED', { ...action, ErrorType: error });
		}
		const last = actions.at(-1);
		if (last) await this.dispatch('ACTION_SUCCESSFUL', last);
	}

	/** Returns what AWS calls the failure, if there is one. */
	private async perform({ Type, Parameters }: Action): Promise<string | undefined> {
		const leg = this.legs.find(({ CallId }) => CallId === Parameters.CallId);
		const failure = this.trouble.failure?.({ Type, Parameters });
		if (failure?.isConnected) await this.bridge(Parameters);
		if (failure) return failure.error;
		if (Type === 'CallAndBridge') return await this.bridge(Parameters);
		if (leg?.Status !== 'Connected') return 'InvalidCallId';
		if (Type === 'Speak') this.impressions.get(leg.CallId)?.heard.push(String(Parameters.Text));
		else if (Type === 'Hangup') leg.Status = 'Disconnected';
		else return 'InvalidActionParameter';
		return undefined;
	}

	private async bridge(parameters: Record<string, unknown>): Promise<string | undefined> {
		const [{ Uri, BridgeEndpointType }] = Object(parameters.Endpoints);
		const timeout = Number(parameters.CallTimeoutSeconds);
		if (BridgeEndpointType !== 'PSTN' || !(timeout >= 1 && timeout <= 120))
			return 'InvalidActionParameter';
		const reaction = this.phones[Uri];
		// A leg that is not answered yet is no participant in AWS's events.
		if (reaction === 'answers when the caller has given up') await this.end(this.legs[0]);
		const leg = this.addLeg('Outbound', Uri, Uri, String(parameters.CallerIdNumber));
		if (reaction.startsWith('answers')) return undefined;
		leg.Status = 'Disconnected';
		return errors[reaction];
	}
}
