const node = '^nodes/AwsChimeSdkVoice';

/**
 * The layers of the nodes and of the credentials, from the top down. A file imports from its own layer
 * and from those below it.
 */
const parts = [
	[
		`${node}/AwsChimeSdkVoice(Trigger)?.node.ts`,
		`${node}/trigger/`,
		`${node}/(listSearch/|execute.ts|outcomes.ts|bulkJobs.ts|lookUp.ts|job.ts)`,
		`${node}/outputs/`,
		`${node}/errors/`,
		`${node}/transport/`,
		`${node}/resources/`,
		`${node}/parameters/`,
	],
	['^credentials/'],
];

/** Only the signer, and the reader of what STS responds, may import these. */
const aws = '^node_modules/@(aws|smithy)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	allowed: [
		...parts.flatMap((layers) =>
			layers.map((path, index) => ({ from: { path }, to: { path: layers.slice(index) } })),
		),
		{ from: { path: parts.flat() }, to: { path: '^node_modules/', pathNot: aws } },
		{ from: { path: '^credentials/(signing/signer|role/stsResponse).ts' }, to: { path: aws } },
	],
	allowedSeverity: 'error',
	forbidden: [
		{ name: 'circle', severity: 'error', from: {}, to: { circular: true } },
		{ name: 'alone', severity: 'error', from: { orphan: true }, to: {} },
	],
	options: { doNotFollow: 'node_modules', tsPreCompilationDeps: true },
};
