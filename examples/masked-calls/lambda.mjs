/**
 * The AWS Lambda function of the SIP media application for masked calls: it gets the other party of a call
 * from n8n, and connects both parties. It logs no phone numbers. docs/masked-calls.md explains the set-up.
 */
const { LOOKUP_URL, LOOKUP_HEADER_NAME, LOOKUP_HEADER_VALUE } = process.env;

/** AWS waits 5 s for this function before it calls it again, and hangs up after 20 s. */
const lookupTimeout = 3_000;
const ringTime = 30;

const texts = {
	unavailable: 'Sorry, this call cannot be connected right now. Please try again later.',
	notAnswered: 'Sorry, the other party cannot be reached. Please try again later.',
};

export async function handler(event) {
	const { InvocationEventType, CallDetails } = event;
	let outcome = 'done';
	const Actions = await actionsFor(event).catch((error) => {
		outcome = error.name;
		return sayAndHangUp(legA(CallDetails), texts.unavailable);
	});
	const { TransactionId } = CallDetails;
	console.log(JSON.stringify({ TransactionId, event: InvocationEventType, outcome }));
	return { SchemaVersion: '1.0', Actions };
}

async function actionsFor({ InvocationEventType, ActionData, CallDetails }) {
	const leg = legA(CallDetails);
	switch (InvocationEventType) {
		case 'NEW_INBOUND_CALL':
			return await connect(leg, leg.To, leg.From);
		// n8n has called this party from a number of the pool. This event does not have the arguments of the call.
		case 'CALL_ANSWERED':
			return leg.Direction === 'Outbound' ? await connect(leg, leg.From, leg.To) : [];
		case 'ACTION_FAILED':
			if (ActionData.Type === 'CallAndBridge') return sayAndHangUp(leg, texts.notAnswered);
			return ActionData.Type === 'Hangup' ? [] : hangUpAll(CallDetails);
		// AWS does not end the other leg, which may even be answered after this event.
		case 'HANGUP':
			return hangUpAll(CallDetails);
		default:
			return leg.Status === 'Disconnected' ? hangUpAll(CallDetails) : [];
	}
}

async function connect(leg, dialledNumber, callerNumber) {
	const { connectTo, say } = await lookUp(dialledNumber, callerNumber);
	if (!connectTo) return sayAndHangUp(leg, say ?? texts.unavailable);
	const Endpoints = [{ BridgeEndpointType: 'PSTN', Uri: connectTo }];
	const Parameters = { CallTimeoutSeconds: ringTime, CallerIdNumber: dialledNumber, Endpoints };
	return [{ Type: 'CallAndBridge', Parameters }];
}

async function lookUp(dialledNumber, callerNumber) {
	const { protocol, hostname } = new URL(LOOKUP_URL);
	const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
	if (protocol !== 'https:' && !isLoopback) throw new RangeError('LOOKUP_URL is not https');
	const response = await fetch(LOOKUP_URL, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', [LOOKUP_HEADER_NAME]: LOOKUP_HEADER_VALUE },
		body: JSON.stringify({ dialledNumber, callerNumber }),
		redirect: 'error',
		signal: AbortSignal.timeout(lookupTimeout),
	});
	if (!response.ok) throw Object.assign(new Error(), { name: `HTTP ${response.status}` });
	return await response.json();
}

const legA = ({ Participants }) =>
	Participants.find(({ ParticipantTag }) => ParticipantTag === 'LEG-A') ?? Participants[0];
const hangUp = ({ CallId }) => ({ Type: 'Hangup', Parameters: { CallId, SipResponseCode: '0' } });
const hangUpAll = ({ Participants }) =>
	Participants.filter(({ Status }) => Status === 'Connected').map(hangUp);
const sayAndHangUp = (leg, Text) =>
	leg.Status === 'Disconnected'
		? []
		: [{ Type: 'Speak', Parameters: { CallId: leg.CallId, Text } }, hangUp(leg)];
