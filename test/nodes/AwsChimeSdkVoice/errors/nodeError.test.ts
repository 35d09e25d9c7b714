import { NodeOperationError, type INode } from 'n8n-workflow';

import type { Failure } from '../../../../nodes/AwsChimeSdkVoice/errors/failure';
import {
	configurationError,
	failureError,
	listError,
	pollError,
} from '../../../../nodes/AwsChimeSdkVoice/errors/nodeError';

const node: INode = {
	...{ id: '1', name: 'Chime', type: 'awsChimeSdkVoice', typeVersion: 1, position: [0, 0] },
	parameters: {},
};

/** What n8n looks for in the messages of errors, in any case, and says something else for. */
const words = [
	...['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'ERRADDRINUSE', 'EADDRNOTAVAIL'],
	...['ECONNABORTED', 'EHOSTUNREACH', 'EAI_AGAIN', 'ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES'],
	...['EEXIST', 'EPERM', 'GETADDRINFO'],
];

const failure: Failure = {
	...{ statusCode: 400, code: 'BadRequestException', message: '', requestId: null },
	...{ attempts: 1, retryable: false, ids: {} },
};

const ways: Record<string, (message: string) => Error> = {
	'a failed item': (message) => failureError(node, { ...failure, message }, 0),
	'a failed item without a response': (message) =>
		failureError(node, { ...failure, statusCode: null, code: 'ECONNRESET', message }, 0),
	'a refused value': (message) =>
		failureError(node, { ...failure, statusCode: null, code: 'InvalidParameter', message }, 0),
	'a list': (message) => listError(node, { ...failure, hint: message }),
	'a poll': (message) => pollError(node, { ...failure, message }),
	'a setting': (message) => configurationError(node, new Error(message)),
};

test.each(words)('n8n says something else for %s', (word) => {
	expect(new NodeOperationError(node, `pr${word.toLowerCase()}ing`).message).not.toContain('pr');
});

describe.each(Object.keys(ways))('the message of %s', (way) => {
	test.each(words)('stays as it is, with %s in it', (word) => {
		const message = `The rule is pr${word.toLowerCase()}ing: ${word}.`;
		expect(ways[way](message).message).toContain(message);
	});
});
