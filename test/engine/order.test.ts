import { expectOrder } from './order';

test('5,000 sessions come out in the order of the inputs, each beside its own, and no more at once than is set', async () =>
	await expectOrder(5_000));
