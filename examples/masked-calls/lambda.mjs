/**
 * The AWS Lambda function of the SIP media application for masked calls: it gets the other party of a call
 * from n8n, and connects both parties. It logs no phone numbers. docs/masked-calls.md explains the set-up.
 */
const { LOOKUP_URL, LOOKUP_HEADER_NAME, LOOKUP_HEADER_VALUE } = process.env;

/** AWS waits 5 s for this function before it calls it again, and hangs up after 20 s. */
const lookupTimeout = 3_000;
const ringTime = 30;
/** Of a response of n8n, in bytes. */
const longestResponse = 10_000;
/** How often the function tries to end a call that does not end. */
const mostEndings = 8;
const isNumber = /^\+[1-9]\d{6,14}$/;

const texts = {
	unavailable: 'Sorry, this call cannot be connected right now. Please try again later.',
	notAnswered: 'Sorry, the other party cannot be reached. Please try again later.',
};

export async function handler(event) {
	const { InvocationEventType, CallDetails } = event;
	const { TransactionId, TransactionAttributes } = CallDetails;
	const endings = Number(TransactionAttributes?.endings ?? 0);
	let outcome = 'done';
	const wanted = await actionsFor(event, endings > 0).catch((error) => {
		outcome = error.name;
		return sayAndHangUp(event, texts.unavailable);
	});
	console.log(JSON.stringify({ TransactionId, event: InvocationEventType, outcome }));
	const ends = InvocationEventType === 'HANGUP' || wanted.some(({ Type }) => Type === 'Hangup');
	if (!ends) return { SchemaVersion: '1.0', Actions: wanted };
	// AWS hands the attributes to all events of this call that follow.
	return {
		SchemaVersion: '1.0',
		Actions: endings < mostEndings ? wanted : [],
		TransactionAttributes: { endings: String(endings + 1) },
	};
}

/** @param isEnding whether somebody has hung up, or the function has wanted to hang up */
async function actionsFor(event, isEnding) {
	const { InvocationEventType, ActionData, CallDetails } = event;
	const leg = legA(event);
	switch (InvocationEventType) {
		case 'NEW_INBOUND_CALL':
			return await connect(event, leg.To, leg.From);
		// n8n has called this party from a number of the pool. This event does not have the arguments of the call.
		case 'CALL_ANSWERED':
			if (leg.Direction !== 'Outbound' || CallDetails.Participants.length > 1) return [];
			return await connect(event, leg.From, leg.To);
		// AWS ignores the actions of these responses.
		case 'NEW_OUTBOUND_CALL':
		case 'RINGING':
			return [];
	}
	// AWS does not end the other leg, which may even be answered after this event.
	if (isEnding || InvocationEventType === 'HANGUP') return hangUpAll(event);
	if (InvocationEventType === 'INVALID_LAMBDA_RESPONSE')
		return sayAndHangUp(event, texts.unavailable);
	if (InvocationEventType === 'ACTION_FAILED' && ActionData?.Type === 'CallAndBridge')
		return sayAndHangUp(event, texts.notAnswered);
	// Whatever else happens ends the call, unless two parties are connected.
	return CallDetails.Participants.filter(isUp).length > 1 ? [] : hangUpAll(event);
}

async function connect(event, dialledNumber, callerNumber) {
	const { connectTo, say } = await lookUp(dialledNumber, callerNumber);
	// Neither a text that is no number nor a number that would call itself in a circle.
	const isParty = isNumber.test(connectTo) && ![dialledNumber, callerNumber].includes(connectTo);
	if (!isParty) return sayAndHangUp(event, typeof say === 'string' ? say : texts.unavailable);
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
	return JSON.parse(await shortText(response.body));
}

/** Reads no more than a response of n8n can have. */
async function shortText(stream) {
	const chunks = [];
	let size = 0;
	for await (const chunk of stream) {
		size += chunk.length;
		if (size > longestResponse) throw new RangeError('The response is too long');
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}

const legA = ({ CallDetails: { Participants } }) =>
	Participants.find(({ ParticipantTag }) => ParticipantTag === 'LEG-A') ?? Participants[0];
/** Some events do not say how a leg stands; hanging up twice does no harm. */
const isUp = ({ Status }) => Status !== 'Disconnected';
const hangUp = ({ CallId }) => ({ Type: 'Hangup', Parameters: { CallId, SipResponseCode: '0' } });
/** One that could not be hung up comes last: it may have ended, and the first action that fails is the last that AWS carries out. */
const hangUpAll = ({ InvocationEventType, ActionData, CallDetails }) => {
	const id = ActionData?.Type === 'Hangup' ? ActionData.Parameters?.CallId : undefined;
	const hasEnded = ['HANGUP', 'ACTION_SUCCESSFUL'].includes(InvocationEventType);
	const legs = CallDetails.Participants.filter(isUp);
	const others = legs.filter(({ CallId }) => CallId !== id);
	return [...others, ...legs.filter((leg) => !hasEnded && !others.includes(leg))].map(hangUp);
};
const sayAndHangUp = (event, Text) => {
	const leg = legA(event);
	const others = event.CallDetails.Participants.filter((other) => other !== leg && isUp(other));
	if (!isUp(leg)) return others.map(hangUp);
	const speak = { Type: 'Speak', Parameters: { CallId: leg.CallId, Text } };
	return [...others.map(hangUp), speak, hangUp(leg)];
};
