/** By how much the tests are larger than they have to be for what they show: 1, and 25 in `test/scale`. */
export const scale = Number(process.env.TEST_SCALE ?? 1);
