import { closeAll, closeAllBut, everythingOpen } from './cleanup';

/** What was open before the test: started for all tests of a file. */
let before = everythingOpen();

beforeEach(() => {
	before = everythingOpen();
});

afterEach(async () => await closeAllBut(before));

afterAll(async () => await closeAll());
