import type { IDataObject, OnError } from 'n8n-workflow';

import { sendStatus } from '../chime/plays';
import { sampleSession, type ChimeOptions } from '../chime/server';

const { VoiceConnectorId: voiceConnectorId, ProxySessionId } = sampleSession;

/** A session that is there, with two participants. */
export const sample = ProxySessionId;
export const connector = voiceConnectorId;

/** An input item. */
export const ask = (proxySessionId: string) => ({ voiceConnectorId, proxySessionId });

/** The id of an item, the output it ends on, what comes out there, and how many requests it takes. */
export const routes: Array<
	[proxySessionId: string, output: number, items: string[], requests: number]
> = [
	[sample, 0, ['+12065550100', '+14015550101'], 1],
	['status-400', 1, ['400 BadRequestException'], 1],
	['..', 1, ['null InvalidParameter'], 0],
	['status-401', 2, ['401 UnauthorizedClientException'], 1],
	['status-403', 3, ['403 ForbiddenException'], 1],
	['status-404', 4, ['404 NotFoundException'], 1],
	['status-429', 5, ['429 ThrottledClientException'], 1],
	['status-500', 6, ['500 ServiceFailureException'], 1],
	['status-503', 7, ['503 ServiceUnavailableException'], 1],
	['status-418', 8, ['418 TeapotException'], 1],
	['plain', 0, ['+12065550100'], 1],
];
export const outputCount = 9;

/** Two participants, a status, a refusal, another status, two participants. */
export const mixture = [sample, 'status-404', '..', 'status-418', sample].map(ask);
const participants = ['0: +12065550100', '0: +14015550101', '4: +12065550100', '4: +14015550101'];
const failed = ['1: error 404', '2: error null', '3: error 418'];
const routed = [
	participants,
	['2: null InvalidParameter'],
	...[[], []],
	['1: 404 NotFoundException'],
	...[[], [], []],
	['3: 418 TeapotException'],
];
const notFound = { name: 'NodeApiError', httpCode: '404', itemIndex: 1 };

/** The setting On Error, the parameter Errors, and the items per output or what is thrown. */
export const settings: Array<
	[onError: OnError | undefined, errors: 'outputs' | 'onError', string[][] | typeof notFound]
> = [
	[undefined, 'outputs', routed],
	['stopWorkflow', 'outputs', routed],
	['continueRegularOutput', 'outputs', routed],
	['continueErrorOutput', 'outputs', [...routed, []]],
	[undefined, 'onError', notFound],
	['stopWorkflow', 'onError', notFound],
	[
		'continueRegularOutput',
		'onError',
		[[...participants.slice(0, 2), ...failed, ...participants.slice(2)]],
	],
	['continueErrorOutput', 'onError', [participants, failed]],
];

/** What a cancelled run waits for. Older n8n does not wake it, so no wait is long. */
export const waits: Record<string, ChimeOptions['intercept']> = {
	'for answers': () => true,
	'out a Retry-After': (response) =>
		Boolean(response.writeHead(503, { 'Retry-After': '1' }).end('{}')),
	'for its turn under throttling': (response) => {
		response.setHeader('Retry-After', '1');
		sendStatus(response, 429);
		return true;
	},
};

/** What a model calls for, and what it is to be told. */
export const toolCalls: Array<[args: IDataObject, told: string[]]> = [
	[ask(sample), ['+12065550100', '+14015550101']],
	[ask('status-404'), ['404 NotFoundException']],
	[ask('..'), ['null InvalidParameter']],
];
