/** By how much the tests are larger than they have to be for what they show: 1, and 10 in `test/scale`. */
export const scale = Number(process.env.TEST_SCALE ?? 1);

/** Whether this is the run of `test/scale`. */
export const isLarge = scale > 1;

/** A test that grows with `scale`, the only kind that is part of the large run. */
export const scaledTest = test;

// What does not grow would only be the same again.
const nothing = Object.assign(() => {}, { each: () => () => {} });
if (isLarge) Object.assign(globalThis, { test: nothing, it: nothing });
