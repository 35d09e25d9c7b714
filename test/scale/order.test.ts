import { expectOrder } from '../engine/order';

test('50,000 sessions come out in the order of the inputs, each beside its own, and no more at once than is set', async () =>
	await expectOrder(50_000));
