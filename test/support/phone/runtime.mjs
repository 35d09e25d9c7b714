// What AWS Lambda does with the function, for the tests: loads it in a process of its own, with its
// environment, and hands it one event after the other. Its log goes to the output of the process.
const realTimeout = AbortSignal.timeout.bind(AbortSignal);
const timeouts = [];
// A test need not wait for seconds: a timeout can end sooner, and the test sees what it was to be.
AbortSignal.timeout = (limit) => {
	timeouts.push(limit);
	return realTimeout(limit / Number(process.env.TIMEOUTS_DIVIDED_BY ?? 1));
};

const { handler } = await import(process.env.LAMBDA_FILE);

process.on('message', async ({ id, event }) => {
	const response = await handler(event);
	process.send({ id, response, timeouts });
});
process.send({ isReady: true });
