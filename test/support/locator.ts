/** An id as the user types it into a locator; an expression is an id, too. */
export const byId = (value: unknown) => ({ __rl: true, mode: 'id', value: String(value) });
